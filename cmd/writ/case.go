package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"writ/casefile"
	"writ/role/keeper"
)

func newCase(sh *shell) *cobra.Command {
	c := &cobra.Command{
		Use:     "case",
		Short:   "Take a case from the demand to the answer",
		Example: "  writ case list\n  writ case show 4f1c…",
		Long: `A case goes: received, read twice, verified, decided, approved, run, delivered, closed.

Each step is signed by the person who does it, with --key. The passphrase of the home is asked for, or read from
WRIT_PASSPHRASE; that of a person's key from WRIT_KEY_PASSPHRASE where it differs.`,
	}
	c.AddCommand(newCaseList(sh), newCaseShow(sh), newCasePaper(sh), newCaseRead(sh), newCaseVerify(sh), newCaseApprove(sh),
		newCaseSay(sh, "refuse", "Say no to a case, with the reason", (*keeper.Keeper).Refuse),
		newCaseWithdraw(sh), newCaseDryRun(sh), newCaseRun(sh), newCaseDeliver(sh), newCaseClarify(sh), newCaseCorrect(sh), newCaseClose(sh))
	return c
}

// caseCommand is a command on one case, signed by a person where key is used.
func caseCommand(sh *shell, use, short, example string, do func(ctx context.Context, k *keeper.Keeper, id string) error) *cobra.Command {
	c := &cobra.Command{Use: use + " ID", Short: short, Example: "  " + example, Args: cobra.ExactArgs(1)}
	w := whereFlags(c, sh)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error {
			err := do(cmd.Context(), k, args[0])
			if errors.Is(err, casefile.ErrState) {
				sayNext(cmd.Context(), sh, k, args[0])
			}
			return err
		})
	}
	return c
}

// sayNext tells whoever tried what can't be done yet what can.
func sayNext(ctx context.Context, sh *shell, k *keeper.Keeper, id string) {
	if c, err := k.Case(ctx, id); err == nil {
		sh.say("next: %s", next(k, c))
	}
}

// keyFlag names the key of the person who does it.
func keyFlag(c *cobra.Command, key *string) {
	c.Flags().StringVar(key, "key", "", "file of the key of the person who does this")
}

// stands prints where the case stands now.
func stands(sh *shell, c casefile.Case) error {
	return sh.result(map[string]any{"case": c.ID, "version": c.Version, "state": c.State}, "%s %s", c.ID, c.State)
}

func newCaseRead(sh *shell) *cobra.Command {
	var key string
	c := &cobra.Command{
		Use:   "read ID --key FILE READING.yaml",
		Short: "Give one person's blind reading of the papers",
		Long: `Gives what one person read in the papers, in the form of a request. It is compared with what another person read:
when the two differ, the case is held, and neither is told where. Without a file the reading comes from standard input.

Each reader gets the paper (writ case paper) and an empty form (writ request template), and nothing else.`,
		Example: "  writ case read 4f1c… --key clerk-2.key my-reading.yaml",
		Args:    cobra.RangeArgs(1, 2),
	}
	w := whereFlags(c, sh)
	keyFlag(c, &key)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		d, err := readReading(sh, args[1:])
		if err != nil {
			return err
		}
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error {
			by, err := sh.signer(key)
			if err != nil {
				return err
			}
			got, err := k.Read(cmd.Context(), args[0], d, by)
			if err != nil {
				return err
			}
			sayReading(sh, got)
			return stands(sh, got)
		})
	}
	return c
}

// sayReading says what the reading led to: the paper is what a second person needs.
func sayReading(sh *shell, c casefile.Case) {
	if c.State == casefile.Held {
		sh.say("the two readings differ: the case is held until two people read the papers alike")
	}
	if c.State == casefile.Received {
		sh.say("read once; a second person reads it blind: writ case paper %s 1 --out PAPER gives the paper, writ request template an empty form", c.ID)
	}
}

func readReading(sh *shell, files []string) (keeper.Demand, error) {
	if len(files) == 1 && files[0] != "-" {
		d, err := readDemand(files[0])
		d.Papers = nil // they are the case's already
		return d, err
	}
	b, err := io.ReadAll(io.LimitReader(sh.in, 8<<20))
	if err == nil && len(b) == 0 {
		err = usage("no reading: name the file with what you read in the papers, or give it on standard input")
	}
	return keeper.Demand{Name: "reading", Data: b}, err
}

func newCaseVerify(sh *shell) *cobra.Command {
	var key, contact string
	c := caseCommand(sh, "verify", "Say that the requester was reached by a contact of the directory and is who the paper says",
		"writ case verify 4f1c… --key verifier-1.key --contact switchboard", func(ctx context.Context, k *keeper.Keeper, id string) error {
			by, err := sh.signer(key)
			if err != nil {
				return err
			}
			got, err := verified(ctx, k, id, contact, by)
			if err != nil {
				return err
			}
			sh.say("verified, and decided: %s", got.Decision.Verdict)
			return stands(sh, got)
		})
	keyFlag(c, &key)
	c.Flags().StringVar(&contact, "contact", "", "the directory's contact by which it was reached; default: the first")
	return c
}

// verified goes on where a verification stood and the law had not been asked: after a crash, or while the profile or a
// pack was not there.
func verified(ctx context.Context, k *keeper.Keeper, id, contact string, by keeper.Signer) (casefile.Case, error) {
	if c, err := k.Case(ctx, id); err != nil || c.State == casefile.Verified {
		if err != nil {
			return c, err
		}
		return k.Decide(ctx, id)
	}
	return k.Verify(ctx, id, contact, by)
}

func newCaseApprove(sh *shell) *cobra.Command {
	var key string
	var emergency bool
	c := caseCommand(sh, "approve", "Say yes to a case as it stands; two people must who did not bring it in",
		"writ case approve 4f1c… --key approver-1.key", func(ctx context.Context, k *keeper.Keeper, id string) error {
			by, err := sh.signer(key)
			if err != nil {
				return err
			}
			say := k.Approve
			if emergency {
				say = k.Hasten
			}
			got, err := say(ctx, id, by)
			if err != nil {
				return err
			}
			if got.Alone != nil && got.State == casefile.Emergency {
				sh.say("one approval suffices until %s; without a second by then lookup, assembly and delivery stop", got.Alone.Until.Format("2006-01-02 15:04 MST"))
			}
			return stands(sh, got)
		})
	keyFlag(c, &key)
	c.Flags().BoolVar(&emergency, "emergency", false, "life is in danger: this approval stands alone for the hours of the policy")
	return c
}

func newCaseSay(sh *shell, verb, short string, say func(*keeper.Keeper, context.Context, string, string, keeper.Signer) (casefile.Case, error)) *cobra.Command {
	var key, reason string
	c := caseCommand(sh, verb, short, "writ case "+verb+" 4f1c… --key approver-1.key --reason 'the seal is missing'",
		func(ctx context.Context, k *keeper.Keeper, id string) error {
			by, err := sh.signer(key)
			if err != nil {
				return err
			}
			got, err := say(k, ctx, id, reason, by)
			if err != nil {
				return err
			}
			return stands(sh, got)
		})
	keyFlag(c, &key)
	c.Flags().StringVar(&reason, "reason", "", "why, in plain words without numbers or addresses: it stands on the ledger")
	return c
}

// newCaseWithdraw stops a case. The stop is durable even when the tenant can't be opened: one person may stop.
func newCaseWithdraw(sh *shell) *cobra.Command {
	c := newCaseSay(sh, "withdraw", "Stop a case at once: one person may; two must approve it again", (*keeper.Keeper).Withdraw)
	inner := c.RunE
	c.RunE = func(cmd *cobra.Command, args []string) error {
		err := inner(cmd, args)
		home, herr := cmd.Flags().GetString("home")
		if err == nil || herr != nil {
			return err
		}
		if stopErr := keeper.StopWithoutLedger(home, args[0]); stopErr != nil {
			return err
		}
		return later(fmt.Errorf("%w; the case is stopped all the same: say it again when the ledger is there", err))
	}
	return c
}

func newCaseClose(sh *shell) *cobra.Command {
	var key string
	c := caseCommand(sh, "close", "Close a case; its clocks run on", "writ case close 4f1c… --key clerk-1.key",
		func(ctx context.Context, k *keeper.Keeper, id string) error {
			by, err := sh.signer(key)
			if err != nil {
				return err
			}
			got, err := k.CloseCase(ctx, id, by)
			if err != nil {
				return err
			}
			return stands(sh, got)
		})
	keyFlag(c, &key)
	return c
}

func newCaseCorrect(sh *shell) *cobra.Command {
	var key, file string
	c := caseCommand(sh, "correct", "Enter a corrected demand: a new version, read, verified, decided and approved anew",
		"writ case correct 4f1c… --key clerk-1.key --request corrected.yaml", func(ctx context.Context, k *keeper.Keeper, id string) error {
			d, err := readDemand(file)
			if err != nil {
				return err
			}
			by, err := sh.signer(key)
			if err != nil {
				return err
			}
			got, err := k.Correct(ctx, id, d, by)
			if err != nil {
				return err
			}
			return stands(sh, got)
		})
	keyFlag(c, &key)
	c.Flags().StringVar(&file, "request", "", "the corrected request (docs/formats/request.md)")
	return c
}
