package cli

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/sahilm/fuzzy"
	"github.com/spf13/cobra"

	"segtap/mapping/spelling"
	"segtap/mapping/verdict"
	"segtap/ui/cli/check"
	"segtap/ui/cli/console"
)

// explainWidth is how wide explain writes, in columns.
const explainWidth = 78

func explainCommand(io console.Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE|GATE]",
		Short: "what a diagnostic means, why it matters and how to repair it",
		Long:  "explain says what a diagnostic means, why it matters, how to repair it and where\nthe rule comes from. It names its page in the guide, which has an example. Without a\nCODE it lists them all; with the name of a gate, those of the gate.",
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return codeNames(), cobra.ShellCompDirectiveNoFileComp
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
			explain(out, info)
			return out.Flush()
		},
	}
}

func codeNames() []string {
	var names []string
	for _, info := range verdict.Codes() {
		names = append(names, info.Name)
	}
	return names
}

// nearestCode is the way out for a code that does not exist.
func nearestCode(name string) string {
	const few = 3 // letters
	nearest := spelling.Nearest(name, codeNames())
	// A part of a name is meant as well, unless it is so short that it is in many.
	if nearest == "" && len(name) > few {
		if found := fuzzy.Find(name, codeNames()); len(found) > 0 {
			nearest = found[0].Str
		}
	}
	if nearest != "" {
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

// toCheck says of a code that it is an error to check, and less otherwise.
func toCheck(info verdict.CodeInfo) string {
	if d := (verdict.Diagnostic{Code: info.Code, Severity: info.Severity}); check.Regrade(&d).Severity != d.Severity {
		return "; an " + check.Regrade(&d).Severity.String() + " to check"
	}
	return ""
}

func explain(out *bufio.Writer, info verdict.CodeInfo) {
	fmt.Fprintf(out, "%s (%s, gate %s%s)\n\n", info.Name, info.Severity, info.Gate, toCheck(info))
	for _, part := range []struct{ title, text string }{
		{"What", info.What}, {"Why", info.Why}, {"Fix", info.Fix},
	} {
		lines := strings.Split(ansi.Wrap(part.text, explainWidth-8, ""), "\n")
		fmt.Fprintf(out, "  %-5s %s\n", part.title, strings.Join(lines, "\n        "))
	}
	fmt.Fprintf(out, "  From  %s\n  Page  %s\n", info.Source, info.Page())
}
