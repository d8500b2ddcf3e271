package main

import (
	"github.com/spf13/cobra"

	"writ/role/keeper"
)

func newPacksRemove(sh *shell) *cobra.Command {
	var by []string
	c := &cobra.Command{
		Use:   "remove PACK --by KEY --by KEY",
		Short: "Take a pack of your own out of the home again",
		Long: `Takes out a pack that the home has taken in; the program's own pack of that name is law again, where it has one. Two people
sign, as for taking it in. The files stay, under their hash: cases were decided on them.`,
		Example: "  writ packs remove --home H ie --by counsel.key --by approver-1.key",
		Args:    cobra.ExactArgs(1),
	}
	w := whereFlags(c, sh)
	c.Flags().StringArrayVar(&by, "by", nil, "key file of one who signs; given twice")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error {
			var signers []keeper.Signer
			for _, b := range by {
				s, err := sh.signer(b)
				if err != nil {
					return err
				}
				signers = append(signers, s)
			}
			if err := k.TakeOut(args[0], signers...); err != nil {
				return err
			}
			return sh.result(map[string]any{"removed": args[0], "set": hashText(k.Law())}, "%s is taken out", args[0])
		})
	}
	return c
}
