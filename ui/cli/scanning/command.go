package scanning

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/capture/scan"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/report"
	"segtap/ui/cli/sources"
)

// options are the flags of `segtap scan`.
type options struct {
	files  sources.Files
	format string
	json   bool
}

// Formats are those that --format takes, the first one where it is not given.
func Formats() []string { return []string{"text", "json"} }

// Command returns `segtap scan`.
func Command(std console.Streams) *cobra.Command {
	var opt options
	cmd := &cobra.Command{
		Use:   "scan DIR…",
		Short: "list the event names that source code sends, with their places",
		Long: `scan reads the source code in directories, or in files, for the Track calls of
Segment's SDKs. It lists each name with its place, what the call gives as revenue or
value, and whether it names its user. A name is read where the call has it as text, or
as a constant that the same file defines. The calls whose name could not be read are
told at the end, with their places and why.

What git ignores is left out, by .gitignore files at each level and .git/info/exclude,
also where there is no repository; so are symbolic links, minified files and those that
are too large, each counted at the end. A directory or file that you name is read all
the same.

--format json prints one document; --json prints a line of JSON for each name, and for
each call whose name could not be read. It exits with 0 whatever is found, 2 with flags that are wrong, 3 when
what you name cannot be read.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return opt.run(cmd.Context(), std, cmd.Flags(), paths)
		},
	}
	opt.files.AddFlags(cmd.Flags())
	cmd.Flags().StringVar(&opt.format, "format", Formats()[0], "`format` of what is printed: "+strings.Join(Formats(), ", "))
	cmd.Flags().BoolVar(&opt.json, "json", false, "one JSON object a line")
	return cmd
}

// lines is the format of --json.
const lines = "lines"

func (o *options) run(ctx context.Context, std console.Streams, flags *pflag.FlagSet, paths []string) error {
	format, err := o.chosen(flags)
	if err != nil {
		return err
	}
	opt := o.files.Options()
	opt.Progress = new(scan.Progress)
	done := follow(std, opt.Progress)
	result, err := scan.Run(ctx, paths, opt)
	done()
	if err != nil {
		return failed(err)
	}
	out := bufio.NewWriter(std.Out)
	switch format {
	case "json":
		err = report.WriteJSON(out, documentOf(&result))
	case lines:
		err = writeLines(out, &result)
	default:
		err = writeText(out, result.Names)
	}
	if err := errors.Join(err, out.Flush()); err != nil {
		return err
	}
	tell(std, &result)
	return nil
}

// chosen returns what is printed. Of --format and --json the one that is typed goes before one
// that a configuration has.
func (o *options) chosen(flags *pflag.FlagSet) (string, error) {
	typed := config.Typed(flags.Lookup("format"))
	switch {
	case !slices.Contains(Formats(), o.format):
		return "", console.Usage("it can be "+strings.Join(Formats(), ", "), "there is no format %q", o.format)
	case o.json && typed && config.Typed(flags.Lookup("json")):
		return "", console.Usage("--json prints lines of JSON, --format json one document", "--json and --format %s: only one of them can be printed", o.format)
	case o.json && !typed:
		return lines, nil
	}
	return o.format, nil
}

// failed says that a scan was not finished.
func failed(err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, context.Canceled):
		return console.Interrupted("", "interrupted before all was scanned")
	case errors.Is(err, scan.ErrLanguage):
		return console.Cannot("give a directory, or files in: "+strings.Join(scan.Languages(), ", "), "%w", err)
	case errors.As(err, &path):
		return console.Cannot("give directories and files that can be read", "cannot read %s: %w", path.Path, path.Err)
	}
	return fmt.Errorf("cannot scan: %w", err)
}
