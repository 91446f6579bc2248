package verdict

import (
	"fmt"
	"slices"
	"strings"

	"segtap/mapping/spelling"
)

// Ignored are the things that are no matter to whoever asks.
type Ignored []Ignore

// Ignore says that a code is no matter.
type Ignore struct {
	Code Code
	// Event is the event name that it is no matter of, with * for any text; empty: of all.
	Event string
}

// ParseIgnore reads a code, or a code and an event name behind a colon.
func ParseIgnore(text string) (Ignore, error) {
	name, event, one := strings.Cut(text, ":")
	info, ok := CodeByName(name)
	switch {
	case !ok && one && strings.TrimSpace(name) == "":
		return Ignore{}, fmt.Errorf("%q names no diagnostic: it is such as metric_not_found:Cart Viewed", text)
	case !ok:
		hint := "`segtap explain` lists them"
		if nearest := spelling.Nearest(name, names()); nearest != "" {
			hint = "did you mean " + nearest + "?"
		}
		return Ignore{}, fmt.Errorf("there is no diagnostic %q: %s", name, hint)
	case one && event == "":
		return Ignore{}, fmt.Errorf("%q names no event: leave the colon out for all events", text)
	}
	return Ignore{info.Code, event}, nil
}

// CodePattern returns the regular expression of the codes, in a group.
func CodePattern() string { return "(" + strings.Join(names(), "|") + ")" }

func names() []string {
	all := make([]string, 0, len(codes))
	for _, info := range Codes() {
		all = append(all, info.Name)
	}
	return all
}

// String returns what [ParseIgnore] reads.
func (i Ignore) String() string {
	if i.Event == "" {
		return i.Code.String()
	}
	return i.Code.String() + ":" + i.Event
}

// Has reports whether a code is no matter of an event.
func (all Ignored) Has(code Code, event string) bool {
	return slices.ContainsFunc(all, func(i Ignore) bool { return i.Code == code && (i.Event == "" || fits(i.Event, event)) })
}

// fits reports whether a name is what a pattern says, exactly, with * for any text.
func fits(pattern, name string) bool {
	head, rest, stars := strings.Cut(pattern, "*")
	name, ok := strings.CutPrefix(name, head)
	if !ok || !stars {
		return ok && name == ""
	}
	for {
		part, more, stars := strings.Cut(rest, "*")
		if !stars {
			return strings.HasSuffix(name, part)
		}
		_, behind, found := strings.Cut(name, part)
		if !found {
			return false
		}
		name, rest = behind, more
	}
}
