package api

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"segtap/capture/launchdarkly"
	"segtap/capture/regular"
	"segtap/mapping/prose"
	"segtap/mapping/tree"
)

// Setting is a value and where it comes from.
type Setting struct {
	Value string
	// Origin is a flag, an environment variable, or the path of a file; empty
	// where there is no value.
	Origin string
}

// Credentials are what is needed to ask LaunchDarkly. What was found nowhere is
// empty.
type Credentials struct {
	Token       Token
	TokenOrigin string // as Setting.Origin
	// BaseURL is what was found: a name of an instance or a URL, see [launchdarkly.BaseURL].
	BaseURL, Project, Environment Setting
	// Warnings tell of a configuration of ldcli that cannot be read, a sentence
	// each, safe to print.
	Warnings []string
}

// Given are the settings a person gave to this program, each with its origin,
// such as "--ld-project". An empty Value is none.
type Given struct {
	Token, BaseURL, Project, Environment Setting
}

// FindCredentials looks for each setting in turn in what is given; in the
// environment variables LD_ACCESS_TOKEN, LD_BASE_URI, LD_PROJECT and
// LD_ENVIRONMENT, which LaunchDarkly's ldcli reads as well; in what the program's
// own configuration says; and in ldcli's
// configuration, $XDG_CONFIG_HOME/ldcli/config.yml or
// ~/.config/ldcli/config.yml. lookup is [os.LookupEnv]. A token of the wrong
// sort is an [*launchdarkly.Error] that names its origin and not the token; what else was
// found comes with it.
func FindCredentials(given, config Given, lookup func(string) (string, bool)) (Credentials, error) {
	variable := func(name string) Setting {
		value, _ := lookup(name)
		return Setting{Value: value, Origin: name}
	}
	path := ldcliConfig(lookup)
	ldcli, warnings := readLdcli(path)
	stored := func(name string) Setting { return Setting{Value: ldcli[name], Origin: path} }

	c := Credentials{
		BaseURL:     first(given.BaseURL, variable("LD_BASE_URI"), config.BaseURL, stored("base-uri")),
		Project:     first(given.Project, variable("LD_PROJECT"), config.Project, stored("project")),
		Environment: first(given.Environment, variable("LD_ENVIRONMENT"), config.Environment, stored("environment")),
		Warnings:    warnings,
	}
	token := first(given.Token, variable("LD_ACCESS_TOKEN"), config.Token, stored("access-token"))
	var err error
	if c.Token, err = NewToken(token.Value); err != nil {
		if e, ok := errors.AsType[*launchdarkly.Error](err); ok {
			e.Op += " of " + prose.Outside(token.Origin)
		}
		return c, err
	}
	c.TokenOrigin = token.Origin
	return c, nil
}

// first gives the first setting that has a value, without white space around
// it.
func first(settings ...Setting) Setting {
	for _, s := range settings {
		if s.Value = strings.TrimSpace(s.Value); s.Value != "" {
			return s
		}
	}
	return Setting{}
}

// ldcliConfig gives the path of ldcli's configuration; "" where there is no
// home.
func ldcliConfig(lookup func(string) (string, bool)) string {
	if dir, _ := lookup("XDG_CONFIG_HOME"); dir != "" {
		return filepath.Join(dir, "ldcli", "config.yml")
	}
	for _, name := range []string{"HOME", "USERPROFILE"} {
		if home, _ := lookup(name); home != "" {
			return filepath.Join(home, ".config", "ldcli", "config.yml")
		}
	}
	return ""
}

// readLdcli gives the texts at the top of ldcli's configuration. It belongs to
// another program: what cannot be read in it is passed over, with a warning
// that repeats nothing of it.
func readLdcli(path string) (config map[string]string, warnings []string) {
	if path == "" {
		return nil, nil
	}
	text, err := regular.File{Path: path}.Read(tree.MaxYAML)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	unread := func(why string) (map[string]string, []string) {
		return nil, []string{fmt.Sprintf("ldcli's configuration %s cannot be read and is passed over: %s", prose.Outside(path), why)}
	}
	if err != nil {
		return unread(prose.Outside(err.Error()))
	}
	if strings.TrimSpace(string(text)) == "" {
		return nil, nil
	}
	root, err := tree.YAML(path, text, "")
	if err != nil || root.Kind != tree.Mapping {
		return unread("it is not YAML as ldcli writes it")
	}
	config = map[string]string{}
	for _, m := range root.Members {
		if m.Value.Kind == tree.Text || m.Value.Kind == tree.Number { // a project may be called 2024
			config[m.Name] = m.Value.Text
		}
	}
	return config, nil
}
