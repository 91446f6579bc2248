package mapper

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"segtap/capture/control/eventjson"
	"segtap/capture/formats"
	"segtap/mapping"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
)

// File writes what becomes of the lines of a file, or of standard input for -.
func File(ctx context.Context, std console.Streams, name string, judge *mapping.Judge, opt Options) error {
	in, err := input.Open(ctx, std, name)
	if err != nil {
		return err
	}
	defer in.Close()
	name = input.Shown(name)
	return lines(in, name, std, judge, opt)
}

// lines writes what becomes of the lines of an input.
func lines(in io.Reader, name string, std console.Streams, judge *mapping.Judge, opt Options) error {
	var unwritten error
	notes, err := formats.Work(formats.NewReader(in), func() func(formats.Stretch, []byte) []byte { return newMapper(judge, opt).stretch }, func(lines []byte) error {
		_, unwritten = std.Out.Write(lines)
		return unwritten
	})
	console.Say(std, notes)
	switch {
	case unwritten != nil:
		return fmt.Errorf("cannot write to standard output: %w", unwritten)
	case err != nil:
		return input.Unreadable(name, err)
	}
	return nil
}

// stretch returns the result lines of a stretch of the input: of every line that is not
// blank, of every JSON value over several lines, of every call of a HAR file and curl command.
// They stand in the memory of into.
func (m *mapper) stretch(s formats.Stretch, into []byte) []byte {
	out := into[:0]
	if s.Form != formats.Lines {
		out = m.append(out, s.Form, bytes.TrimSpace(s.Text))
	} else {
		for line := range bytes.Lines(s.Text) {
			if line = bytes.TrimSpace(line); len(line) > 0 {
				out = m.append(out, formats.Value, line)
			}
		}
	}
	return eventjson.Escape(out)
}
