package cli

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

	"segtap/capture/launchdarkly"
	"segtap/capture/regular"
	"segtap/capture/replay"
)

// tokenSetting is a setting that no flag has: a command line can be read by other
// users of the machine.
const tokenSetting = "ld-access-token"

// writeKeySetting is the other: the write key that replays to Segment go out
// with, in the place of the one a message came with.
const writeKeySetting = "write-key"

// maxConfig is how many bytes a configuration may have: people write it, and what
// the parser takes grows with its brackets.
const maxConfig = 64 << 10

// config is a configuration file: settings by the names of flags.
type config struct {
	path    string
	project bool // it comes with a project, so only projectSettings are for it
	values  map[string]any
}

// configPaths returns where configurations are looked for: the one of the project
// in the working directory, then the user's own.
func configPaths() (project, own string) {
	return "segtap.toml", filepath.Join(xdg.ConfigHome, "segtap", "config.toml")
}

// readConfigs reads the configurations that there are, the project's first.
func readConfigs() ([]config, error) {
	project, own := configPaths()
	var all []config
	for _, path := range []string{project, own} {
		text, err := regular.File{Path: path}.Read(maxConfig)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, cannot("make it a file that can be read, of at most 64 KiB, or move it away", "cannot read the configuration: %w", err)
		}
		c, err := parseConfig(path, path == project, text)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// parseConfig returns the configuration of a text.
func parseConfig(path string, project bool, text []byte) (config, error) {
	c := config{path: path, project: project}
	err := toml.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &c.values)
	if err == nil {
		return c, nil
	}
	place := path
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		row, column := e.Position()
		place = fmt.Sprintf("%s, line %d, column %d", path, row, column)
	}
	return config{}, cannot(`a line is such as destination = "actions"`, "%s: %s", place, strings.TrimPrefix(err.Error(), "toml: "))
}

// text returns a setting as a flag takes it; "" where it is not there, or may not
// be: a file may have changed since it was checked.
func (c config) text(name string) string {
	if v, set := c.values[name]; set && (!c.project || mayProjectSet(name)) {
		return fmt.Sprint(v)
	}
	return ""
}

// writeKey gives the write key that replays to Segment go out with, from
// SEGTAP_WRITE_KEY or the user's own configuration; none where there is none.
func writeKey() (replay.Secret, error) {
	if text := os.Getenv("SEGTAP_WRITE_KEY"); text != "" {
		return replay.NewSecret(text), nil
	}
	configs, err := readConfigs()
	for _, c := range configs { // a project's has none
		if text := c.text(writeKeySetting); text != "" {
			return replay.NewSecret(text), err
		}
	}
	return replay.Secret{}, err
}

// stored gives what the configurations say of LaunchDarkly, each setting with the
// file it is from.
func stored() (launchdarkly.Given, error) {
	var given launchdarkly.Given
	configs, err := readConfigs()
	for _, c := range slices.Backward(configs) { // the project's goes before
		for name, dst := range map[string]*launchdarkly.Setting{
			tokenSetting: &given.Token, "ld-project": &given.Project,
			"ld-environment": &given.Environment, "ld-base-url": &given.BaseURL,
		} {
			if text := c.text(name); text != "" {
				*dst = launchdarkly.Setting{Value: text, Origin: c.path}
			}
		}
	}
	return given, err
}
