package kit

import (
	"strings"

	"segtap/mapping/jsondoc"
)

// render fills a template: {{{path}}} first, then {{path}}, also in what the
// first round has put in. A path that leads to nothing, or to null, gives "".
//
// The paths of templates have no "$." before them: {{$.event}} looks for a
// member named "$", and so gives "".
func render(template string, root Value) (string, error) {
	out, err := fill(template, "{{{", "}}}", root)
	if err != nil {
		return "", err
	}
	return fill(out, "{{", "}}", root)
}

func fill(template, open, shut string, root Value) (string, error) {
	if !strings.Contains(template, open) {
		return template, nil
	}
	var b strings.Builder
	err := placeholders(template, open, shut, func(text, name string, found bool) error {
		b.WriteString(text)
		if !found {
			return nil
		}
		v := splitPath(name).get(root)
		if v.kind <= jsondoc.Null {
			return nil
		}
		value, err := v.toString(false)
		b.WriteString(value)
		return err
	})
	return b.String(), err
}

// placeholders takes a template apart: each call has a stretch of text and the
// trimmed name of the placeholder behind it; the last one has no placeholder.
// Between the brackets of a placeholder stands at least one character, and no
// closing bracket.
func placeholders(template, open, shut string, yield func(text, name string, found bool) error) error {
	done, from, closing := 0, 0, -1
	for {
		at := strings.Index(template[from:], open)
		if at < 0 {
			return yield(template[done:], "", false)
		}
		at += from
		start := at + len(open)
		if closing < start {
			closing = strings.IndexByte(template[start:], '}')
			if closing < 0 { // no placeholder can end any more
				return yield(template[done:], "", false)
			}
			closing += start
		}
		if closing == start || !strings.HasPrefix(template[closing:], shut) {
			from = at + 1
			continue
		}
		end := closing + len(shut)
		if err := yield(template[done:at], Trim(template[start:closing]), true); err != nil {
			return err
		}
		done, from = end, end
	}
}
