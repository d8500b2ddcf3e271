package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	core "writ/intercept/lemf"
	"writ/intercept/lemf/check"
	"writ/role/lemf"
)

// lemfFlags are what `writ lemf` is told.
type lemfFlags struct {
	check         bool
	key, targets  string
	decrypt       string
	hi2, hi3      []string
	out           string
	ack           bool
	cert, certKey string
	clients       string
	slow          time.Duration
}

func newLemf(sh *shell) *cobra.Command {
	var f lemfFlags
	c := &cobra.Command{
		Use:   "lemf (--check FILE... | --listen-hi2 ADDR --listen-hi3 ADDR --out DIR | --out DIR FILE...)",
		Short: "The agency's twin: check, receive and look at a delivery (ETSI TS 102 232)",
		Long: `--check judges files of PS-PDUs, one after another as on HI2 and HI3, of any vendor's mediation: a line a finding, with its
severity, the field or clause, its place and what to do. Give all files of a delivery together. Exit 1 when there is an error among
the findings. --key verifies signed hashes, --decrypt opens what is encrypted. Who the target is stands in no PDU; where the delivery doesn't tell, give --targets: a file
with a LIID and a SIP URI, user or number a line.

--listen-hi2 and --listen-hi3 receive: each PDU is stored durably in DIR/hi2.ber and DIR/hi3.ber, once, also when it is sent again.
Keep-alives, options and, with --ack, acknowledgement requests are answered. With --cert, --cert-key and --clients over mutual TLS.
It ends on a signal, then says what came and what is missing.

--out DIR with files makes calls and sessions again: DIR/report.html, sound (WAV: left what the target said, right what it heard) for
G.711 and G.722, captures for everything else.`,
		Example: `  writ lemf --check hi2.ber hi3.ber
  writ lemf --check --key sender.pem --json hi2.ber hi3.ber
  writ lemf --listen-hi2 127.0.0.1:7002 --listen-hi3 127.0.0.1:7003 --out received
  writ lemf --out looked-at received/hi2.ber received/hi3.ber`,
		RunE: func(c *cobra.Command, files []string) error { return runLemf(c.Context(), sh, f, files) },
	}
	c.Flags().BoolVar(&f.check, "check", false, "judge the files")
	c.Flags().StringVar(&f.key, "key", "", "public key or certificate (PEM) that verifies signed hashes")
	c.Flags().StringVar(&f.decrypt, "decrypt", "", "a file with the key of the handover's encryption, in hexadecimal digits")
	c.Flags().StringVar(&f.targets, "targets", "", "a file that says whom each LIID means")
	c.Flags().StringArrayVar(&f.hi2, "listen-hi2", nil, "an address to receive HI2 on; may be given more than once")
	c.Flags().StringArrayVar(&f.hi3, "listen-hi3", nil, "an address to receive HI3 on; may be given more than once")
	c.Flags().StringVar(&f.out, "out", "", "the folder to write into")
	c.Flags().BoolVar(&f.ack, "ack", false, "take the option of PDU acknowledgements")
	c.Flags().StringVar(&f.cert, "cert", "", "our certificate (PEM)")
	c.Flags().StringVar(&f.certKey, "cert-key", "", "its key (PEM)")
	c.Flags().StringVar(&f.clients, "clients", "", "certificates (PEM) of who may connect")
	c.Flags().DurationVar(&f.slow, "slow", 0, "wait so long before each read: for tests of a sender")
	return c
}

func runLemf(ctx context.Context, sh *shell, f lemfFlags, files []string) error {
	listen := len(f.hi2)+len(f.hi3) > 0
	switch {
	case f.check && (listen || f.out != ""):
		return usage("--check only reads: leave out --out and the addresses")
	case f.check && len(files) == 0:
		return usage("name the files of the delivery, HI2 and HI3 together")
	case f.check:
		return lemfCheck(ctx, sh, f, files)
	case f.out == "":
		return usage("give --check FILE..., or --out DIR with files or with addresses to listen on")
	case listen && len(files) > 0:
		return usage("either receive or look at files, not both")
	case listen:
		return lemfReceive(ctx, sh, f)
	case len(files) > 0:
		return lemfRebuild(ctx, sh, f, files)
	default:
		return usage("give --check FILE..., or --out DIR with files or with addresses to listen on")
	}
}

func lemfCheck(ctx context.Context, sh *shell, f lemfFlags, files []string) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	found, err := lemf.Check(ctx, files, o)
	if err != nil {
		return err
	}
	counts := map[check.Severity]int{}
	for _, v := range found {
		counts[v.Severity]++
		err := sh.result(v, "%-7s %s, PDU %d at octet %d: %s%s\n        %s: %s", v.Severity, v.File, v.PDU, v.Offset, v.What, times(v.Count), v.Clause, v.Do)
		if err != nil {
			return err
		}
	}
	sh.say("errors: %d, warnings: %d, notes: %d", counts[check.Error], counts[check.Warning], counts[check.Note])
	if counts[check.Error] > 0 {
		return notSo(errQuiet)
	}
	return nil
}

func times(n int) string {
	if n == 1 {
		return ""
	}
	return " (" + numbers([]int{n}) + " times)"
}

func (f *lemfFlags) options() (o check.Options, err error) {
	text, err := readOptional(f.targets)
	if err != nil {
		return o, err
	}
	if o.Targets, err = lemf.Targets(text); err != nil {
		return o, usage("%w", err)
	}
	if f.decrypt != "" {
		key, err := readOptional(f.decrypt)
		if err != nil {
			return o, err
		}
		if o.Cipher, err = core.ParseKey(string(key)); err != nil {
			return o, usage("%w", err)
		}
	}
	if f.key == "" {
		return o, nil
	}
	pem, err := readOptional(f.key)
	if err != nil {
		return o, err
	}
	if o.Key, err = lemf.PublicKey(pem); err != nil {
		return o, usage("%w", err)
	}
	return o, nil
}
