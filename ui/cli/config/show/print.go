package show

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"segtap/capture/journal/stream/login"
	"segtap/ui/cli/config"
	"segtap/ui/cli/jsonl"
	"segtap/ui/widget/sanitize"
)

// printTOML writes settings and tables as they would stand in a configuration. What stands there
// because nothing says otherwise is a comment, and so is a mask.
func printTOML(out *bufio.Writer, settings []config.Setting, tables []config.Table, origin bool) error {
	lines := make([]string, len(settings))
	widest := 0
	for i := range settings {
		s := &settings[i]
		text, err := toml.Marshal(map[string]any{s.Name: harmless(s.Value)})
		if err != nil {
			return err
		}
		lines[i] = strings.TrimSpace(string(text))
		if s.Origin.Kind == config.FromDefault || s.Secret {
			lines[i] = "# " + lines[i]
		}
		if len(lines[i]) <= widestAligned {
			widest = max(widest, len(lines[i]))
		}
	}
	for i := range settings {
		if !origin {
			fmt.Fprintln(out, lines[i])
			continue
		}
		fmt.Fprintf(out, "%-*s  # %s\n", widest, lines[i], sanitize.Escape(wholeOrigin(&settings[i])))
	}
	for _, t := range tables {
		value := harmless(t.Value)
		for _, name := range slices.Backward(t.Path) {
			value = map[string]any{name: value}
		}
		text, err := toml.Marshal(value)
		if err != nil {
			return err
		}
		if len(t.Path) > 1 { // the header of the table around it stands in a file once at most
			_, text, _ = bytes.Cut(text, []byte{'\n'})
		}
		fmt.Fprintln(out)
		if origin {
			fmt.Fprintln(out, "# "+sanitize.Escape(t.Origin.String()))
		}
		if _, err := out.Write(text); err != nil {
			return err
		}
	}
	return nil
}

// widestAligned is how long a line is at most behind which all origins begin.
const widestAligned = 60

// wholeOrigin says where a value is from, and what else says something.
func wholeOrigin(s *config.Setting) string {
	text := s.Origin.String()
	var over []string
	for _, o := range s.Over {
		one := o.String()
		if o.Value != nil {
			one += fmt.Sprintf(" (%v)", harmless(o.Value))
		}
		over = append(over, one)
	}
	if len(over) > 0 {
		text += ", before " + strings.Join(over, ", ")
	}
	if s.Secret && s.Value != "" {
		text += "; masked"
	}
	return text
}

// harmless returns a value, of a table too, without the secrets that its URLs may have.
func harmless(value any) any {
	switch v := value.(type) {
	case string:
		return harmlessURL(v)
	case []string:
		masked := slices.Clone(v)
		for i := range masked {
			masked[i] = harmlessURL(masked[i])
		}
		return masked
	case []any:
		masked := slices.Clone(v)
		for i := range masked {
			masked[i] = harmless(masked[i])
		}
		return masked
	case map[string]any:
		masked := maps.Clone(v)
		for name := range masked {
			masked[name] = harmless(masked[name])
		}
		return masked
	}
	return value
}

// harmlessURL masks the password of a URL, and what its query and fragment have: services take
// their keys there. So it does the write key of a stream. Any other text stays.
func harmlessURL(text string) string {
	if shown := login.Shown(text); shown != text {
		return shown
	}
	scheme, _, is := strings.Cut(text, "://")
	if !is {
		return text
	}
	u, err := url.Parse(text)
	if err != nil {
		return scheme + "://" + mask // where its secrets begin nobody can tell
	}
	if u.User == nil && u.RawQuery == "" && u.Fragment == "" {
		return text
	}
	parameters := strings.Split(u.RawQuery, "&")
	for i, p := range parameters {
		if name, _, has := strings.Cut(p, "="); has {
			parameters[i] = name + "=" + mask
		} else if p != "" {
			parameters[i] = mask
		}
	}
	u.RawQuery = strings.Join(parameters, "&")
	if u.Fragment != "" {
		u.Fragment, u.RawFragment = mask, mask
	}
	return u.Redacted()
}

// mask stands for a secret in a URL, as net/url has it for passwords.
const mask = "xxxxx"

// line is a line of `config show --json`.
type line struct {
	Name     string       `json:"name"`
	Value    any          `json:"value"`
	Origin   originLine   `json:"origin"`
	Over     []originLine `json:"over,omitempty"`
	Secret   bool         `json:"secret,omitzero"`
	Project  bool         `json:"project"` // a project's file may set it
	Commands []string     `json:"commands,omitempty"`
}

type originLine struct {
	Kind  config.Kind `json:"kind"`
	Name  string      `json:"name,omitempty"`
	Line  int         `json:"line,omitzero"`
	Value any         `json:"value,omitempty"`
}

func printJSON(out *bufio.Writer, settings []config.Setting) error {
	for i := range settings {
		s := &settings[i]
		l := line{s.Name, harmless(s.Value), originLine{s.Origin.Kind, s.Origin.Name, s.Origin.Line, nil}, nil, s.Secret, s.Project, s.Commands}
		for _, o := range s.Over {
			l.Over = append(l.Over, originLine{o.Kind, o.Name, o.Line, harmless(o.Value)})
		}
		if err := jsonl.Write(out, l); err != nil {
			return err
		}
	}
	return nil
}
