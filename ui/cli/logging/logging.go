package logging

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// Options are the flags of how a command tells what happens.
type Options struct{ format, level string }

const text, inJSON = "text", "json"

var (
	formats = []string{text, inJSON}
	levels  = []string{"info", "warn", "error"}
)

// AddFlags adds the flags.
func (o *Options) AddFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.format, "log-format", text, "how what happens is told on standard error: text for people, json for one object a line")
	flags.StringVar(&o.level, "log-level", levels[0], "what is told of it: info, warn or error and what is worse")
	config.SetChoices(flags, "log-format", formats...)
	config.SetChoices(flags, "log-level", levels...)
}

// Logger returns what tells as the flags say.
func (o *Options) Logger(w io.Writer) (*slog.Logger, error) {
	var level slog.Level
	switch {
	case !slices.Contains(formats, o.format):
		return nil, console.Usage("text is for people, json for one object a line", "--log-format takes text or json, and not %q", o.format)
	case !slices.Contains(levels, o.level) || level.UnmarshalText([]byte(o.level)) != nil:
		return nil, console.Usage("info is all that is told", "--log-level takes info, warn or error, and not %q", o.level)
	case o.format == text:
		return slog.New(lines{w, level}), nil
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: harmless})), nil
}

// ForPeople returns what tells all in lines.
func ForPeople(w io.Writer) *slog.Logger { return slog.New(lines{w, slog.LevelInfo}) }

// harmless escapes in what is told what acts on a terminal.
func harmless(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Any().(type) {
	case string:
		a.Value = slog.StringValue(console.Harmless(v))
	case error:
		a.Value = slog.StringValue(console.Harmless(v.Error()))
	}
	return a
}

// Ended tells why a command has ended where it is told in JSON, and returns what is left of the error: how the
// process ends.
func (o *Options) Ended(err error, log *slog.Logger, out *os.File) error {
	if err == nil || o.format != inJSON {
		return err
	}
	err = console.Unwritten(err, out)
	var way interface{ Hint() string }
	if errors.As(err, &way) && way.Hint() != "" {
		log.Error(err.Error(), "hint", way.Hint())
	} else {
		log.Error(err.Error())
	}
	return console.Told(err)
}

// lines writes the sentences, one a line.
type lines struct {
	w     io.Writer
	level slog.Level
}

func (l lines) Enabled(_ context.Context, level slog.Level) bool { return level >= l.level }

func (l lines) Handle(_ context.Context, r slog.Record) error {
	_, err := fmt.Fprintf(l.w, "segtap: %s\n", console.Harmless(r.Message))
	return err
}

// What stands beside a sentence is in the sentence as well.
func (l lines) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l lines) WithGroup(string) slog.Handler      { return l }
