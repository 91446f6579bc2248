package ignoring

import (
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"segtap/mapping/lazy"
	"segtap/mapping/verdict"
	"segtap/ui/cli/config"
)

// Flag is the flag --ignore, which may be given several times.
type Flag struct{ verdict.Ignored }

// AddTo adds it.
func (f *Flag) AddTo(flags *pflag.FlagSet) {
	flags.Var(f, "ignore", "`codes` that are no problem, such as metric_not_found, or of events of a name alone, such as 'metric_not_found:Cart Viewed' (* stands for any text)")
	// A comma belongs to a name where no further code may begin.
	const name = `(:([^,\n]|,\s*[^a-z\s,])+)?`
	code := verdict.CodePattern()
	config.SetForm(flags, "ignore", "^"+code+"(:.+)?$", "^"+code+name+`([,\n]\s*`+code+name+")*$")
}

// next is where a further code begins. Other commas belong to the name of an event.
var next = lazy.Regexp(`[,\n]\s*[a-z]+(?:_[a-z]+)+\s*(?:[:,\n]|$)`)

// Hint says how a code is left out of an event; empty: of all.
func Hint(code, event string) string {
	switch {
	case event == "":
		return "--ignore " + code
	case strings.Contains(event, "'"):
		return "--ignore " + strconv.Quote(code+":"+event)
	}
	return "--ignore '" + code + ":" + event + "'"
}

// Split takes several apart, with commas between them or one a line.
func (f *Flag) Split(text string) []string {
	var all []string
	for {
		at := next().FindStringIndex(text)
		if at == nil {
			return append(all, strings.TrimSpace(text))
		}
		all = append(all, strings.TrimSpace(text[:at[0]]))
		text = text[at[0]+1:]
	}
}

// Set takes further ones.
func (f *Flag) Set(text string) error {
	for _, one := range f.Split(text) {
		if err := f.Append(one); err != nil {
			return err
		}
	}
	return nil
}

// Append takes a further one.
func (f *Flag) Append(text string) error {
	ignore, err := verdict.ParseIgnore(text)
	if err == nil {
		f.Ignored = append(f.Ignored, ignore)
	}
	return err
}

// Replace takes those of a configuration.
func (f *Flag) Replace(texts []string) error {
	f.Ignored = nil
	for _, text := range texts {
		if err := f.Append(text); err != nil {
			return err
		}
	}
	return nil
}

// GetSlice returns all of them.
func (f *Flag) GetSlice() []string {
	var texts []string
	for _, ignore := range f.Ignored {
		texts = append(texts, ignore.String())
	}
	return texts
}

func (f *Flag) String() string { return strings.Join(f.GetSlice(), ", ") }

// Type returns what help calls it.
func (f *Flag) Type() string { return "stringSlice" }
