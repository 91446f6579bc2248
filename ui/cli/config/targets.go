package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"segtap/capture/replay"
	"segtap/mapping/spelling"
	"segtap/ui/cli/console"
)

// targetsSetting is the table of named targets: [targets.NAME]. Only the user's own file
// has it: where things are sent is not for a project to say.
const targetsSetting = "targets"

// targetTable is a named target as it stands in a file.
type targetTable struct {
	Kind         targetKind    `toml:"kind"`
	URL          targetURL     `toml:"url"`
	Payload      targetPayload `toml:"payload"`
	ClientSideID string        `toml:"client_side_id"`
	Project      string        `toml:"project"`
	Environment  string        `toml:"environment"`
	WriteKeyEnv  variable      `toml:"write_key_env"`
	TokenEnv     variable      `toml:"token_env"`
	Critical     bool          `toml:"critical"`
}

// The members whose texts are checked where they stand, so that a mistake has its line
// and column.
type (
	targetKind    string
	targetURL     string
	targetPayload string
	variable      string
)

var targetKinds = []string{string(replay.LaunchDarkly), string(replay.LaunchDarklyImport), string(replay.Segment), string(replay.URL)}

// UnmarshalText takes one of the kinds.
func (k *targetKind) UnmarshalText(text []byte) error {
	if *k = targetKind(text); !slices.Contains(targetKinds, string(text)) {
		return fmt.Errorf("there is no kind %q: it is %s", text, strings.Join(targetKinds, ", "))
	}
	return nil
}

// UnmarshalText takes a URL that can be sent to.
func (u *targetURL) UnmarshalText(text []byte) error {
	*u = targetURL(text)
	return replay.CheckURL(string(text))
}

// UnmarshalText takes one of the payloads.
func (p *targetPayload) UnmarshalText(text []byte) error {
	if *p = targetPayload(text); replay.Payload(*p) != replay.Message && replay.Payload(*p) != replay.CustomEvent {
		return fmt.Errorf("there is no payload %q: it is message or event", text)
	}
	return nil
}

const variablePattern = `^[A-Za-z_][A-Za-z0-9_]*$`

// UnmarshalText takes the name of an environment variable, and not a secret in its
// place.
func (v *variable) UnmarshalText(text []byte) error {
	if *v = variable(text); !regexp.MustCompile(variablePattern).Match(text) {
		return errors.New("this is no name of an environment variable; the secret itself never stands here")
	}
	return nil
}

// Targets returns the named targets of the user's own configuration, by their names.
func Targets() ([]replay.Named, error) {
	configs, err := read()
	if err != nil {
		return nil, err
	}
	var all []replay.Named
	for _, c := range configs {
		if c.project {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(c.targets)) {
			all = append(all, c.targets[name].named(name))
		}
	}
	return all, nil
}

// named returns the target with its secrets, from the variables that hold them.
func (t *targetTable) named(name string) replay.Named {
	n := replay.Named{
		Name: name, Kind: replay.Kind(t.Kind), URL: string(t.URL), Payload: replay.Payload(t.Payload), ClientSideID: t.ClientSideID,
		Project: t.Project, Environment: t.Environment, WriteKeyEnv: string(t.WriteKeyEnv), TokenEnv: string(t.TokenEnv), Critical: t.Critical,
	}
	n.WriteKey, n.AccessToken = replay.NewSecret(os.Getenv(n.WriteKeyEnv)), replay.NewSecret(os.Getenv(n.TokenEnv))
	return n
}

// parseTargets reads the named targets of a configuration.
func (c *File) parseTargets(text []byte) error {
	if _, has := c.values[targetsSetting]; !has || c.project {
		return nil // a project's is refused for having them
	}
	delete(c.values, targetsSetting)
	var file struct {
		Targets map[string]*targetTable `toml:"targets"`
	}
	err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&file)
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		err = nil
		for i := range strict.Errors {
			if key := strict.Errors[i].Key(); key[0] == targetsSetting {
				return c.wrong(&strict.Errors[i], "a target has no use for "+key[len(key)-1], nearestMember(key[len(key)-1]))
			}
		}
	}
	if wrong, ok := errors.AsType[*toml.DecodeError](err); ok {
		return c.wrong(wrong, strings.TrimPrefix(wrong.Error(), "toml: "), targetHint)
	}
	if err != nil {
		return console.Cannot(targetHint, "%s: %w", c.path, err)
	}
	for _, name := range slices.Sorted(maps.Keys(file.Targets)) {
		if why := file.Targets[name].lacks(name); why != "" {
			return console.Cannot(targetHint, "%s, line %d: [targets.%s] %s", c.path, headerLine(text, name), name, why)
		}
	}
	c.targets = file.Targets
	return nil
}

const targetHint = `a target is such as [targets.staging] with kind = "launchdarkly" and client_side_id = "…"`

func (c *File) wrong(at *toml.DecodeError, what, hint string) error {
	row, column := at.Position()
	return console.Cannot(hint, "%s, line %d, column %d: %s", c.path, row, column, what)
}

var targetMembers = []string{"kind", "url", "payload", "client_side_id", "project", "environment", "write_key_env", "token_env", "critical"}

func nearestMember(name string) string {
	switch name {
	case "token", "access_token", "api_token":
		return "name the environment variable that holds it: token_env"
	case "write_key":
		return "name the environment variable that holds it: write_key_env"
	}
	if nearest := spelling.Nearest(name, targetMembers); nearest != "" {
		return "is " + nearest + " meant?"
	}
	return "it has " + strings.Join(targetMembers, ", ")
}

// lacks says what a target lacks, or has and cannot have; empty when it is well.
func (t *targetTable) lacks(name string) string {
	kind := replay.Kind(t.Kind)
	switch {
	case replay.IsReserved(name):
		return "has a name that means another target"
	case kind == "":
		return "lacks kind"
	case kind == replay.URL && t.URL == "":
		return "lacks url"
	case kind == replay.LaunchDarkly && t.ClientSideID == "":
		return "lacks client_side_id"
	case kind == replay.LaunchDarklyImport && (t.Project == "" || t.Environment == ""):
		return "lacks project or environment"
	case kind != replay.URL && t.Payload != "":
		return "has a payload, which is for the kind url"
	}
	return ""
}

// headerLine returns the line at which the table of a target begins.
func headerLine(text []byte, name string) int {
	header := regexp.MustCompile(`(?m)^\s*\[\s*targets\s*\.\s*["']?` + regexp.QuoteMeta(name) + `["']?\s*\]`)
	at := header.FindIndex(text)
	return 1 + bytes.Count(text[:cmp.Or(slices.Max(append(at, 0)), 0)], []byte{'\n'})
}
