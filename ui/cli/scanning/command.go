package scanning

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"segtap/capture/scan"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/sources"
)

// options are the flags of `segtap scan`.
type options struct {
	exclude []string
	maxSize config.Bytes
	format  string
}

// Formats are those that --format takes, the first one where it is not given.
func Formats() []string { return []string{"text", "json"} }

// Command returns `segtap scan`.
func Command(std console.Streams) *cobra.Command {
	opt := options{maxSize: scan.MaxSize}
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

--format json prints a line of JSON for each name, and for each call whose name could
not be read. It exits with 0 whatever is found, 2 with flags that are wrong, 3 when
what you name cannot be read.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error { return opt.run(cmd.Context(), std, paths) },
	}
	sources.AddExclude(cmd.Flags(), &opt.exclude)
	cmd.Flags().Var(&opt.maxSize, "max-size", "read files up to this size, such as 10MB; 0: all")
	cmd.Flags().StringVar(&opt.format, "format", Formats()[0], "`format` of what is printed: "+strings.Join(Formats(), ", "))
	return cmd
}

func (o *options) run(ctx context.Context, std console.Streams, paths []string) error {
	if !slices.Contains(Formats(), o.format) {
		return console.Usage("it can be "+strings.Join(Formats(), ", "), "there is no format %q", o.format)
	}
	opt := scan.Options{Exclude: o.exclude, MaxSize: int64(o.maxSize), Progress: new(scan.Progress)}
	if opt.MaxSize == 0 {
		opt.MaxSize = math.MaxInt32
	}
	done := follow(std, opt.Progress)
	result, err := scan.Run(ctx, paths, opt)
	done()
	if err != nil {
		return failed(err)
	}
	out := bufio.NewWriter(std.Out)
	if o.format == "json" {
		err = writeJSON(out, &result)
	} else {
		err = writeText(out, result.Names)
	}
	if err := errors.Join(err, out.Flush()); err != nil {
		return err
	}
	tell(std, &result)
	return nil
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
