package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"segtap/capture/formats"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
)

func exportCommand(io console.Streams) *cobra.Command {
	format := "ndjson"
	cmd := &cobra.Command{
		Use:   "export [FILE…]",
		Short: "write messages in another format",
		Long: `export reads what check reads and writes it in another format to standard output:
ndjson, one message a line; batch, bodies of batches as Segment takes them; curl,
commands; har, a HAR file; capture, a capture file. Of a capture file, capture writes
every record as it stands, with edits, replays, attempts, marks and drafts, and takes no
other input beside it. The other formats carry the messages, those of edits and replays
too, with as much of their requests as they have room for; what they cannot carry at all
is left out and counted. Write keys are written as they came.

Without a FILE, or for -, it reads standard input.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error { return runExport(cmd.Context(), io, format, files) },
	}
	cmd.Flags().StringVar(&format, "format", format, "`format`: "+strings.Join(formats.Written(), ", "))
	return cmd
}

func runExport(ctx context.Context, std console.Streams, format string, files []string) error {
	buffered := bufio.NewWriter(std.Out)
	out, ok := formats.NewWriter(buffered, format)
	if !ok {
		return console.Usage("it can be "+strings.Join(formats.Written(), ", "), "--format: there is no format %q", format)
	}
	if len(files) == 0 {
		files = []string{"-"}
	}
	now := time.Now()
	for _, name := range files {
		if err := exportFile(ctx, std, out, name, now); err != nil {
			return err
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	n := out.LeftOut()
	if n == out.Given() {
		return console.Failed(input.WayOut, "there is no message that the format %s can carry", format)
	}
	if n > 0 {
		console.Say(std, []string{fmt.Sprintf("left out %s that the format %s cannot carry", console.Count(n, "message"), format)})
	}
	return nil
}

// exportFile writes what a file holds.
func exportFile(ctx context.Context, std console.Streams, out *formats.Writer, name string, now time.Time) error {
	in, err := input.Open(ctx, std, name)
	if err != nil {
		return err
	}
	defer in.Close()
	reader, damaged := formats.NewReader(in), 0
	err = reader.Items(func(item *formats.Item) error {
		if item.CutShort { // a line that was cut short when the writer ended
			damaged++
			return nil
		}
		rec, ok, err := item.Record(now)
		if err != nil {
			return input.Refused(name, item.Line, err)
		}
		err = out.WriteItem(item, &rec, ok)
		if errors.Is(err, formats.ErrNumbers) {
			return console.Failed("export each for itself", "%s %w", input.Place(name, item.Line), err)
		}
		return err
	})
	console.Say(std, reader.Notes())
	if damaged > 0 {
		console.Say(std, []string{input.Damaged(damaged)})
	}
	if err != nil {
		return input.Unreadable(name, err)
	}
	return nil
}
