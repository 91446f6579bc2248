package query

import (
	"strings"

	"segtap/mapping/message"
	"segtap/mapping/query/syntax"
	"segtap/mapping/verdict"
)

// Known is what a completion may offer beyond what filters have by themselves.
// Each list is offered in its order.
type Known struct {
	Events      []string // event names
	Users       []string
	Metrics     []string // keys of metrics
	Experiments []string // keys of experiments
	Sources     []string // names of libraries
	WriteKeys   []string
	Anonymous   []string // anonymousIds
	Targets     []string // where entries were sent from here
	Paths       []string // paths of messages, as they stand in a filter: properties.revenue
}

// Suggestion is one way to go on. It takes the place of the bytes from Start to
// End of the text.
type Suggestion struct {
	Text       string
	Note       string // what it means, in a few words; may be empty
	Start, End int
}

// Complete returns the ways to go on where the cursor stands, in bytes from the
// start of the text: names of fields, or values of the field that stands there.
// Those that begin with what is typed come first, then those that have it. There
// is none inside of a phrase, and none for a field whose values are not known.
func Complete(text string, cursor int, known Known) []Suggestion {
	cursor = max(0, min(cursor, len(text)))
	start, quoted := termAt(text[:cursor])
	for start < cursor && text[start] == '-' {
		start++
	}
	end := termEnd(text, cursor, quoted)
	c := completion{end: end}
	colon := strings.IndexByte(text[start:cursor], ':')
	switch {
	case strings.HasPrefix(text[start:cursor], `"`):
	case colon < 0:
		if i := strings.IndexByte(text[cursor:end], ':'); i >= 0 && !quoted {
			c.end = cursor + i + 1
		}
		c.start, c.typed = start, text[start:cursor]
		c.names(known)
	default:
		c.start = start + colon + 1
		c.typed = text[c.start:cursor]
		c.values(strings.ToLower(text[start:start+colon]), known)
	}
	return append(c.begin, c.has...)
}

// termAt gives the place where the last term of a text begins, and whether it
// ends inside of quotes.
func termAt(text string) (start int, quoted bool) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '(' || c == ')' || c == ' ' || c == '\t'):
			start = i + 1
		}
	}
	return start, quoted
}

// termEnd gives the end of the term that a place of the text stands in.
func termEnd(text string, from int, quoted bool) int {
	for i := from; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case quoted && c == '"':
			return i + 1
		case !quoted && (c == '(' || c == ')' || c == ' ' || c == '\t'):
			return i
		}
	}
	return len(text)
}

// completion collects suggestions.
type completion struct {
	typed      string
	start, end int
	begin, has []Suggestion
}

// offer adds a text if what is typed fits it. As is what it is compared by.
func (c *completion) offer(text, as, note string) {
	s := Suggestion{text, note, c.start, c.end}
	typed, as := strings.ToLower(c.typed), strings.ToLower(as)
	switch {
	case strings.HasPrefix(as, typed):
		c.begin = append(c.begin, s)
	case strings.Contains(as, typed):
		c.has = append(c.has, s)
	}
}

// names offers the names of fields, and paths once something is typed.
func (c *completion) names(known Known) {
	for i := range fields {
		c.offer(fields[i].name+":", fields[i].name, fields[i].note)
	}
	for _, path := range known.Paths {
		if c.typed != "" {
			c.offer(path+":", path, "")
		}
	}
}

// values offers the values of a field.
func (c *completion) values(field string, known Known) {
	switch field {
	case "is":
		for i := range properties {
			c.offer(properties[i].name, properties[i].name, properties[i].note)
		}
	case "gate":
		c.gates()
	case "code":
		for _, info := range verdict.Codes() {
			if !info.Code.OfNames() { // which no event has
				c.offer(info.Name, info.Name, info.What)
			}
		}
	case "has":
		for _, path := range known.Paths {
			c.offer(path, path, "")
		}
	case "event":
		c.texts(known.Events)
	case "user":
		c.texts(known.Users)
	case "metric":
		c.texts(known.Metrics)
	case "experiment":
		c.texts(known.Experiments)
	case "source":
		c.texts(known.Sources)
	case "key":
		c.texts(known.WriteKeys)
	case "anon":
		c.texts(known.Anonymous)
	case "target":
		c.texts(known.Targets)
	case "status":
		for _, status := range statuses {
			c.offer(status[0], status[0], status[1])
		}
	case "type":
		c.texts(message.Types())
	case "parent":
		c.offer("*", "*", "whatever was made of another entry")
	case "after", "before":
		c.texts([]string{"1m", "10m", "1h", "1d"})
	}
}

// statuses are values of status: that people ask for, and what they mean.
var statuses = [...][2]string{
	{"200", "taken"},
	{">=400", "refused"},
	{"400..499", "refused: the request is at fault"},
	{">=500", "refused: the receiver is at fault"},
	{"429", "too many requests"},
	{"timeout", "no answer came in time"},
	{"unknown", "sent, and no answer came"},
}

// gates offers the gates, and their states behind "=" and "|".
func (c *completion) gates() {
	if i := strings.LastIndexAny(c.typed, "=|"); i >= 0 {
		c.start, c.typed = c.start+i+1, c.typed[i+1:]
		for _, s := range gateStates {
			c.offer(s.String(), s.String(), "")
		}
		return
	}
	for _, g := range verdict.AllGates() {
		c.offer(g.String(), g.String(), g.Question())
	}
}

// texts offers texts, in quotes where they need them.
func (c *completion) texts(texts []string) {
	if rest, exact := strings.CutPrefix(c.typed, "="); exact {
		c.start, c.typed = c.start+1, rest
	}
	c.typed = strings.TrimSuffix(strings.TrimPrefix(c.typed, `"`), `"`)
	c.typed = strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(c.typed)
	for _, text := range texts {
		text = strings.ToValidUTF8(text, "\uFFFD")
		written := text
		if syntax.NeedsQuotes(text, false) {
			written = string(syntax.AppendQuoted(nil, text, false))
		}
		c.offer(written, text, "")
	}
}
