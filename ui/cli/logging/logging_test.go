package logging_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"pgregory.net/rapid"

	"segtap/ui/cli/console"
	"segtap/ui/cli/logging"
	"segtap/ui/widget/sanitize"
)

// options are the flags as they are given.
func options(t *testing.T, args ...string) *logging.Options {
	t.Helper()
	var o logging.Options
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	o.AddFlags(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return &o
}

// Whatever others have written, it stays in its line, and nothing of it acts on a terminal.
func TestALineIsALineWhateverStandsInIt(t *testing.T) {
	people, machine := options(t), options(t, "--log-format", "json")
	rapid.Check(t, func(rt *rapid.T) {
		said := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a\u009b2Jb", "a\nsegtap: b", "\x1b[2J", "##[error]", "\u202e"})).Draw(rt, "said")
		for _, o := range []*logging.Options{people, machine} {
			var out bytes.Buffer
			log, err := o.Logger(&out)
			if err != nil {
				rt.Fatal(err)
			}
			log.Warn(said, logging.Beside("text", said, "error", errors.New(said)))
			line, ended := strings.CutSuffix(out.String(), "\n")
			if !ended || !sanitize.IsClean(line) || console.Harmless(line) != line {
				rt.Fatalf("%q", out.String())
			}
			var object struct{ Level, Msg, Text, Error string }
			if o == machine && (json.Unmarshal([]byte(line), &object) != nil || object.Level != "WARN" || object.Msg != object.Text || object.Text != object.Error) {
				rt.Fatalf("%s", line)
			}
			if want := "segtap: " + console.Harmless(said); o == people && line != want {
				rt.Fatalf("%q, want %q", line, want)
			}
		}
	})
}

// What has more to tell than its sentence is told whole, with its time; a way out is a line of its own.
func TestPeopleAreToldWhatStandsInNoSentence(t *testing.T) {
	var out bytes.Buffer
	log, err := options(t).Logger(&out)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("ssh login", "key", "a b\u009b")
	log.With("session", 2).WithGroup("g").Warn("ssh mark", "entry", 4)
	log.With("session", 3).Info("ssh quiet")
	log.Warn("it is full", "hint", "give it\u009b room")
	want := `^time=\S+ level=INFO msg="ssh login" key="a b\\+u009b"
time=\S+ level=WARN msg="ssh mark" session=2 g.entry=4
time=\S+ level=INFO msg="ssh quiet" session=3
segtap: it is full
segtap: hint: give it\\u009b room
$`
	if !regexp.MustCompile(want).MatchString(out.String()) {
		t.Errorf("%s", out.String())
	}
}

func TestLevels(t *testing.T) {
	for level, want := range map[string]string{"info": "segtap: i\nsegtap: w\nsegtap: e\n", "warn": "segtap: w\nsegtap: e\n", "error": "segtap: e\n"} {
		var out bytes.Buffer
		log, err := options(t, "--log-level", level).Logger(&out)
		if err != nil {
			t.Fatal(err)
		}
		log.Info("i")
		log.Warn("w")
		log.Error("e")
		if out.String() != want {
			t.Errorf("%s tells %q", level, out.String())
		}
	}
}

// What a command ends with is told once, and the process ends with the same code.
func TestTheEndIsToldOnce(t *testing.T) {
	for _, c := range []struct {
		err        error
		code       int
		text, json string
	}{
		{nil, 0, "", ""},
		{errors.New("it broke"), 1, "segtap: error: it broke\n", `"msg":"it broke"}`},
		{console.Cannot("mend it", "no file"), 3, "segtap: error: no file\nsegtap: hint: mend it\n", `"msg":"no file","hint":"mend it"}`},
	} {
		for _, format := range []string{"text", "json"} {
			o := options(t, "--log-format", format)
			var logged, reported bytes.Buffer
			log, err := o.Logger(&logged)
			if err != nil {
				t.Fatal(err)
			}
			code := 0
			if err := o.Ended(c.err, log, os.Stdout); err != nil {
				code = console.Report(&reported, err)
			}
			if code != c.code || format == "text" && (reported.String() != c.text || logged.Len() > 0) || format == "json" && (!strings.Contains(logged.String(), c.json) || reported.Len() > 0) {
				t.Errorf("%v as %s: code %d, logged %q, reported %q", c.err, format, code, logged.String(), reported.String())
			}
		}
	}
}
