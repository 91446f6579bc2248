package logging

import (
	"context"
	"errors"
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

// hint is the name of the way out, which is a line of its own for people.
const hint = "hint"

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
		return slog.New(newLines(w, level)), nil
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: harmless})), nil
}

// ForPeople returns what tells all in lines.
func ForPeople(w io.Writer) *slog.Logger { return slog.New(newLines(w, slog.LevelInfo)) }

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
		log.Error(err.Error(), hint, way.Hint())
	} else {
		log.Error(err.Error())
	}
	return console.Told(err)
}

// Beside returns what is told beside a sentence that has it: only JSON repeats it.
func Beside(parts ...any) slog.Attr { return slog.Group("", parts...) }

// lines writes sentences, one a line, and what has more to tell than its sentence as log/slog does.
type lines struct {
	w    io.Writer
	full slog.Handler
	more bool // there are attributes for all that is told
}

func newLines(w io.Writer, level slog.Level) lines {
	return lines{w: w, full: slog.NewTextHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: harmless})}
}

func (l lines) Enabled(ctx context.Context, level slog.Level) bool { return l.full.Enabled(ctx, level) }

func (l lines) Handle(ctx context.Context, r slog.Record) error {
	text, more := "segtap: "+console.Harmless(r.Message)+"\n", l.more
	for a := range r.Attrs {
		switch a.Key {
		case "": // see Beside
		case hint:
			text += "segtap: hint: " + console.Harmless(a.Value.String()) + "\n"
		default:
			more = true
		}
	}
	if more {
		return l.full.Handle(ctx, r)
	}
	_, err := io.WriteString(l.w, text)
	return err
}

func (l lines) WithAttrs(attrs []slog.Attr) slog.Handler {
	return lines{l.w, l.full.WithAttrs(attrs), l.more || len(attrs) > 0}
}

func (l lines) WithGroup(name string) slog.Handler { return lines{l.w, l.full.WithGroup(name), l.more} }
