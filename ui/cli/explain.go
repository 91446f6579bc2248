package cli

import (
	"bufio"
	"fmt"

	"github.com/spf13/cobra"

	"segtap/mapping/verdict"
	"segtap/ui/cli/codes"
	"segtap/ui/cli/console"
)

func explainCommand(io console.Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE|GATE]",
		Short: "what a diagnostic means, why it matters and how to repair it",
		Long:  "explain says what a diagnostic means, why it matters, how to repair it and where\nthe rule comes from. It names its page in the guide, which has an example. Without a\nCODE it lists them all; with the name of a gate, those of the gate.",
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return codes.Names(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			out := bufio.NewWriter(io.Out)
			if len(args) == 0 {
				listCodes(out, func(verdict.CodeInfo) bool { return true })
				return out.Flush()
			}
			info, ok := verdict.CodeByName(args[0])
			if gate, named := gateNamed(args[0]); !ok && named {
				listCodes(out, func(info verdict.CodeInfo) bool { return info.Gate == gate })
				return out.Flush()
			}
			if !ok {
				return console.Usage(nearestCode(args[0]), "there is no diagnostic %q", args[0])
			}
			_, _ = out.WriteString(codes.Page(info))
			return out.Flush()
		},
	}
}

// nearestCode is the way out for a code that does not exist.
func nearestCode(name string) string {
	if nearest := codes.Nearest(name); nearest != "" {
		return "did you mean " + nearest + "? `segtap explain` lists all"
	}
	return "`segtap explain` lists all"
}

// gateNamed returns the gate of a name.
func gateNamed(name string) (verdict.Gate, bool) {
	for _, g := range verdict.AllGates() {
		if g.String() == name {
			return g, true
		}
	}
	return 0, false
}

// listCodes writes codes under the gates they belong to.
func listCodes(out *bufio.Writer, wanted func(verdict.CodeInfo) bool) {
	gate := verdict.Gate(255)
	for _, info := range verdict.Codes() {
		if !wanted(info) {
			continue
		}
		if info.Gate != gate {
			if gate != 255 {
				fmt.Fprintln(out)
			}
			gate = info.Gate
			fmt.Fprintf(out, "%s: %s\n", gate, gate.Question())
		}
		fmt.Fprintf(out, "  %-33s %-8s %s\n", info.Name, info.Severity, info.What)
	}
}
