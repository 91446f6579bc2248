package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/adrg/xdg"
	"github.com/pelletier/go-toml/v2"

	"segtap/capture/launchdarkly/api"
	"segtap/capture/regular"
	"segtap/capture/replay"
	"segtap/ui/cli/console"
	"segtap/ui/keymap"
	"segtap/ui/theme/palette"
)

// TokenSetting is a setting that no flag has: a command line can be read by other
// users of the machine.
const TokenSetting = "ld-access-token"

// WriteKeySetting is the other such setting: the write key that replays to Segment go out
// with, in the place of the one a message came with.
const WriteKeySetting = "write-key"

// APITokenSetting is the third: the token that the automation API asks for.
const APITokenSetting = "api-token"

// secrets are the settings that no flag has. They are masked wherever they are shown.
var secrets = []string{TokenSetting, WriteKeySetting, APITokenSetting}

// maxConfig is how many bytes a configuration may have: people write it, and what
// the parser takes grows with its brackets.
const maxConfig = 64 << 10

// File is a configuration file: settings by the names of flags.
type File struct {
	path    string
	project bool // it comes with a project, so only ProjectSettings are for it
	values  map[string]any
	tables  map[string]any          // as they stand there: targets, keys, themes
	lines   map[string]int          // of the settings and of the tables
	targets map[string]*targetTable // named ones
	keys    []keymap.Change         // of the screen
	themes  map[string]palette.Theme
}

// Paths returns where configurations are looked for: the one of the project
// in the working directory, then the user's own.
func Paths() (project, own string) {
	return "segtap.toml", filepath.Join(xdg.ConfigHome, "segtap", "config.toml")
}

// read returns the configurations that there are, the project's first.
func read() ([]File, error) {
	project, own := Paths()
	var all []File
	for _, path := range []string{project, own} {
		c, there, err := readOne(path, path == project)
		if err != nil {
			return nil, err
		}
		if there {
			all = append(all, c)
		}
	}
	return all, nil
}

// readOne returns the configuration of a file, if that is there.
func readOne(path string, project bool) (c File, there bool, err error) {
	text, err := regular.File{Path: path}.Read(maxConfig)
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, false, nil
	}
	if err != nil {
		return File{}, false, console.Cannot("make it a file that can be read, of at most 64 KiB, or move it away", "cannot read the configuration: %w", err)
	}
	c, err = Parse(path, project, text)
	return c, true, err
}

// Parse returns the configuration that the text of a file holds. A project's comes
// with what others wrote.
func Parse(path string, project bool, text []byte) (File, error) {
	c := File{path: path, project: project}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	err := toml.Unmarshal(text, &c.values)
	if err == nil {
		c.lines = linesOfSettings(text)
		c.tables = make(map[string]any)
		for _, name := range []string{keysSetting, targetsSetting, themesSetting} {
			if table, has := c.values[name]; has {
				c.tables[name] = table
			}
		}
		return c, errors.Join(c.parseTargets(text), c.parseKeys(text), c.parseThemes(text))
	}
	place := path
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		row, column := e.Position()
		place = fmt.Sprintf("%s, line %d, column %d", path, row, column)
	}
	return File{}, console.Cannot(`a line is such as destination = "actions"`, "%s: %s", place, strings.TrimPrefix(err.Error(), "toml: "))
}

// linesOfSettings returns the line in which each setting and each table begins: a decoder that
// knows none tells where they are.
func linesOfSettings(text []byte) map[string]int {
	lines := make(map[string]int)
	var none struct{}
	err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&none)
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		for i := range strict.Errors {
			name := strict.Errors[i].Key()[0]
			if line, _ := strict.Errors[i].Position(); lines[name] == 0 || line < lines[name] {
				lines[name] = line
			}
		}
	}
	return lines
}

// place says where a setting stands.
func (c File) place(name string) string {
	if line := c.lines[name]; line > 0 {
		return fmt.Sprintf("%s, line %d", c.path, line)
	}
	return c.path
}

// text returns a setting as a flag takes it; "" where it is not there, or may not
// be: a file may have changed since it was checked.
func (c File) text(name string) string {
	if v, set := c.values[name]; set && (!c.project || MayProjectSet(name)) {
		return fmt.Sprint(v)
	}
	return ""
}

// WriteKey returns the write key that replays to Segment go out with, from
// SEGTAP_WRITE_KEY or the user's own configuration; none where there is none.
func WriteKey() (replay.Secret, error) { return secret(WriteKeySetting) }

// APIToken returns the token that calls of the automation API bring, from SEGTAP_API_TOKEN
// or the user's own configuration; none where there is none.
func APIToken() (replay.Secret, error) {
	token, err := secret(APITokenSetting)
	if strings.ContainsFunc(token.Reveal(), func(r rune) bool { return r <= ' ' || r > '~' }) {
		return replay.Secret{}, console.Usage("`openssl rand -hex 32` makes one", "the token of the automation API, %s, has a space or a character outside ASCII, which no request can bring", Variable(APITokenSetting))
	}
	return token, err
}

// secret returns a setting that no flag has.
func secret(name string) (replay.Secret, error) {
	if text := os.Getenv(Variable(name)); text != "" {
		return replay.NewSecret(text), nil
	}
	configs, err := read()
	for _, c := range configs { // a project's has none
		if text := c.text(name); text != "" {
			return replay.NewSecret(text), err
		}
	}
	return replay.Secret{}, err
}

// LaunchDarkly returns what the configurations say of LaunchDarkly, each setting with
// the file it is from.
func LaunchDarkly() (api.Given, error) {
	configs, err := read()
	return launchDarklyOf(configs), err
}

func launchDarklyOf(configs []File) (given api.Given) {
	for _, c := range slices.Backward(configs) { // the project's goes before
		for name, dst := range map[string]*api.Setting{
			TokenSetting: &given.Token, "ld-project": &given.Project,
			"ld-environment": &given.Environment, "ld-base-url": &given.BaseURL,
		} {
			if text := c.text(name); text != "" {
				*dst = api.Setting{Value: text, Origin: c.path}
			}
		}
	}
	return given
}

// HoldsSecrets reports whether the user's own configuration has a setting that nobody else
// should read.
func HoldsSecrets() bool {
	configs, _ := read()
	for _, c := range configs {
		if slices.ContainsFunc(secrets, func(name string) bool { return !c.project && c.text(name) != "" }) {
			return true
		}
	}
	return false
}
