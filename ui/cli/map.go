package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
)

// mapOptions are the flags of `segtap map`.
type mapOptions struct {
	destination string
	clientID    string
	now         int64
	diagnostics bool
}

func mapCommand(io streams) *cobra.Command {
	var opt mapOptions
	cmd := &cobra.Command{
		Use:   "map [FILE…]",
		Short: "messages in, LaunchDarkly requests out, one JSON line each",
		Long: `map reads messages, one JSON object a line, and prints for each what the
destination sends: {"url":…,"body":[…]}, {"error":"…"} with Segment's own words
when it refuses, or {"skip":true} when it has nothing to do with the message. A
line may also be a batch body: it gives one line for each of its messages. Without
a FILE, or for -, it reads standard input.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error {
			return runMap(io, opt, files)
		},
	}
	addDestinationFlag(cmd.Flags(), &opt.destination)
	cmd.Flags().StringVar(&opt.clientID, "ld-client-side-id", "", "client-side `ID` of the LaunchDarkly environment")
	cmd.Flags().Int64Var(&opt.now, "now", -1, "the clock, in `ms` since 1970, for messages without a timestamp")
	cmd.Flags().BoolVar(&opt.diagnostics, "diagnostics", false, "add the diagnostics of each message")
	return cmd
}

func runMap(streams streams, opt mapOptions, files []string) error {
	judge, err := newJudge(opt.destination, mapping.Settings{ClientID: opt.clientID})
	if err != nil {
		return err
	}
	if opt.now < 0 {
		opt.now = time.Now().UnixMilli()
	}
	out := bufio.NewWriterSize(streams.out, 1<<16)
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		if err := mapFile(streams.in, name, judge, opt, out); err != nil {
			_ = out.Flush()
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	return nil
}

func mapFile(stdin *os.File, name string, judge *mapping.Judge, opt mapOptions, out *bufio.Writer) error {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return cannot("give files that can be read, or - for standard input", "%w", err)
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewReaderSize(in, 1<<16)
	var dst []byte
	for {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			dst = appendMapped(dst[:0], judge, opt, line)
			if _, err := out.Write(dst); err != nil {
				return fmt.Errorf("cannot write to standard output: %w", err)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return cannot("", "cannot read %s: %w", name, err)
		}
	}
}

// appendMapped appends the result lines of one input line.
func appendMapped(dst []byte, judge *mapping.Judge, opt mapOptions, line []byte) []byte {
	body := mapping.ParseBody(line, "-")
	if doc, err := jsondoc.Parse(line); err == nil && doc.Root().Member("batch").Kind() == jsondoc.Array {
		body = mapping.ParseBody(line, "")
	}
	for i := range body.Len() {
		m := body.Message(i)
		j := judge.Message(&m, mapping.Arrival{At: opt.now, RequestBytes: len(line), BatchMessages: body.Count()})
		dst = appendResult(dst, judge, &j, opt.diagnostics)
	}
	return dst
}

func appendResult(dst []byte, judge *mapping.Judge, j *mapping.Judgement, diagnostics bool) []byte {
	switch {
	case j.Event != nil:
		dst = jsondoc.AppendString(append(dst, `{"url":`...), judge.Engine().URL())
		dst = append(append(dst, `,"body":`...), j.Event.Body()...)
	case j.Action == nil && j.Verdict.Headline == mapping.NotForDestination:
		dst = append(dst, `{"skip":true`...)
	default:
		dst = jsondoc.AppendString(append(dst, `{"error":`...), j.Reason)
	}
	if diagnostics {
		dst = appendDiagnostics(append(dst, `,"diagnostics":`...), j.Diagnostics)
	}
	return append(dst, '}', '\n')
}
