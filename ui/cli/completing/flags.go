package completing

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/mapping/query"
	"segtap/ui/cli/codes"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/exporter"
	"segtap/ui/cli/report"
	"segtap/ui/cli/scanning"
	"segtap/ui/events/columns"
	"segtap/ui/widget/sanitize"
)

// Wire has a command and those under it complete what they take.
func Wire(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if complete := of(cmd, f.Name); complete != nil {
			_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // it fails for one that has one
		}
	})
	if cmd.CommandPath() == "segtap metrics match" {
		cmd.ValidArgsFunction = func(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return offered(seen(cmd).Events, typed), cobra.ShellCompDirectiveNoFileComp
		}
	}
	for _, sub := range cmd.Commands() {
		Wire(sub)
	}
}

// Command returns the command that prints what a shell needs to complete: cobra's, which fails
// for a shell that it does not know.
func Command(root *cobra.Command) *cobra.Command {
	root.InitDefaultCompletionCmd()
	cmd, _, err := root.Find([]string{"completion"})
	if err != nil { // it has just been added
		panic(err)
	}
	cmd.Short, cmd.Long = "what a shell needs to complete: bash, zsh, fish, powershell", `completion prints what a shell needs to complete commands, flags and what they take: the
formats, codes, themes, columns, targets and files, and in filters the metrics and
experiments of the files that the line gives with --metrics, and the names of the events
that a running segtap has seen. The help of each shell's command says where that shell looks
for it.`
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return console.Usage("it can be bash, zsh, fish, powershell", "there is no shell %q", args[0])
		}
		return cmd.Help()
	}
	for _, shell := range cmd.Commands() {
		shell.Short = "what " + shell.Name() + " needs to complete"
	}
	return cmd
}

// of returns what completes a flag of a command; nil for nothing but files.
func of(cmd *cobra.Command, flag string) cobra.CompletionFunc {
	switch flag {
	case "filter":
		return filters
	case "format":
		if cmd.Name() == "export" {
			return words(exporter.Formats()...)
		}
		if cmd.Name() == "scan" {
			return words(scanning.Formats()...)
		}
		return words(report.Names()...)
	case "fail-on":
		return words("error\tonly errors fail", "warning\twarnings fail too", "never\tproblems are listed only")
	case "ignore":
		return list(func() []string { return codes.Names() })
	case "columns":
		return list(func() []string { return columns.Names(columns.All()) })
	case "theme":
		return themes
	case "target":
		return targets
	case "destination":
		return words("actions\tLaunchDarkly (Actions)", "classic\tLaunchDarkly Events")
	case "ld-base-url":
		return words("us", "eu", "federal")
	case "fault":
		return words("503:20%\tanswers 503 to a fifth", "429:5%:retry-after=2", "delay:2s", "drop:1%")
	case "metrics", "mapping", "settings", "expect":
		return ending("json", "yaml", "yml", "tfstate")
	case "tls-cert", "tls-key":
		return ending("pem", "crt", "key")
	case "listen", "url", "now", "wait", "settle", "after", "rate", "speed", "range", "limit", "concurrency", "max-events", "max-bytes", "max-size", "exclude", "ld-project", "ld-environment",
		"ld-client-side-id", "ld-events-url", "segment-url", "forward", "api-host", "tls-host", "confirm-environment":
		return cobra.NoFileCompletions
	}
	return nil
}

// words completes one of some words, each with what it means behind a tab.
func words(all ...string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return offered(all, typed), cobra.ShellCompDirectiveNoFileComp
	}
}

// ending completes a file whose name ends in one of some ways.
func ending(ends ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return ends, cobra.ShellCompDirectiveFilterFileExt
	}
}

// list completes words with commas between them, each once.
func list(all func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		taken := strings.Split(before, ",")
		var rest []string
		for _, word := range all() {
			if !slices.Contains(taken, word) {
				rest = append(rest, before+word)
			}
		}
		return offered(rest, typed), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

func themes(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	all, _ := config.Themes() // those of a configuration that cannot be read are left out
	var names []string
	for i := range all {
		names = append(names, all[i].Name)
	}
	return offered(names, typed), cobra.ShellCompDirectiveNoFileComp
}

func targets(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	names := []string{
		"here\tthe capture endpoint", "launchdarkly\tas Segment sends it", "launchdarkly-import\tthe metric import API",
		"segment\tSegment's Tracking API", "dry-run\tshows the request, sends nothing",
	}
	named, _ := config.Targets()
	for i := range named {
		names = append(names, named[i].Name+"\tof the configuration")
	}
	return offered(names, typed), cobra.ShellCompDirectiveNoFileComp
}

// offered are those of some texts that begin with what is typed, and act on nothing.
func offered(texts []string, typed string) (list []cobra.Completion) {
	for _, text := range texts {
		written, what, described := strings.Cut(text, "\t")
		if strings.HasPrefix(written, typed) && harmless(written) {
			if described {
				written += "\t" + sanitize.Escape(what)
			}
			list = append(list, written)
		}
	}
	return list
}

// harmless reports whether a text may stand on a command line: a shell makes nothing of it
// in quotes, and a terminal shows it as it is.
func harmless(text string) bool {
	return text != "" && sanitize.IsClean(text) && !strings.ContainsAny(text, "$`\\!")
}

// filters completes a filter: fields, their values, and names that were seen.
func filters(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for _, s := range query.Complete(typed, len(typed), seen(cmd)) {
		text := typed[:s.Start] + s.Text + typed[s.End:] // a shell may take what is typed in either case
		if s.Note != "" {
			text += "\t" + s.Note
		}
		all = append(all, offered([]string{text}, "")...)
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
