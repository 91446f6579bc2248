package api

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"segtap/capture/launchdarkly"
	"segtap/capture/launchdarkly/fakeld"
)

func environment(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := vars[name]
		return value, ok
	}
}

// ldcli writes a configuration of ldcli, and gives the directory to look in.
func ldcli(t *testing.T, dir, text string) string {
	t.Helper()
	path := filepath.Join(dir, "ldcli", "config.yml")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhereCredentialsComeFrom(t *testing.T) {
	xdg, home := t.TempDir(), t.TempDir()
	fromXDG := ldcli(t, xdg, "access-token: api-xdg\nbase-uri: https://app.eu.launchdarkly.com\nproject: 2024\noutput: json\nanalytics-opt-out: true\n")
	fromHome := ldcli(t, filepath.Join(home, ".config"), "access-token: api-home\nenvironment: staging\n")
	for _, test := range []struct {
		name                              string
		given, config                     Given
		env                               map[string]string
		token, tokenOrigin                string
		baseURL, project, environmentName Setting
	}{
		{name: "nowhere", env: map[string]string{"HOME": "/nonexistent"}},
		{name: "not even a home"},
		{
			name:  "given",
			given: Given{Token: Setting{"api-given", "--token"}, Project: Setting{" p ", "--ld-project"}},
			env:   map[string]string{"LD_ACCESS_TOKEN": "api-env", "LD_PROJECT": "q", "LD_ENVIRONMENT": "e", "LD_BASE_URI": "eu", "XDG_CONFIG_HOME": xdg},
			token: "api-given", tokenOrigin: "--token",
			baseURL: Setting{"eu", "LD_BASE_URI"}, project: Setting{"p", "--ld-project"}, environmentName: Setting{"e", "LD_ENVIRONMENT"},
		},
		{
			name:  "the environment, and ldcli for the rest",
			env:   map[string]string{"LD_ACCESS_TOKEN": " api-env\n", "LD_PROJECT": "", "XDG_CONFIG_HOME": xdg, "HOME": home},
			token: "api-env", tokenOrigin: "LD_ACCESS_TOKEN",
			baseURL: Setting{"https://app.eu.launchdarkly.com", fromXDG}, project: Setting{"2024", fromXDG},
		},
		{
			name:   "the program's own configuration before ldcli's, and behind the environment",
			config: Given{Token: Setting{"api-own", "config.toml"}, Project: Setting{"own", "config.toml"}},
			env:    map[string]string{"LD_PROJECT": "q", "XDG_CONFIG_HOME": xdg, "HOME": home},
			token:  "api-own", tokenOrigin: "config.toml",
			baseURL: Setting{"https://app.eu.launchdarkly.com", fromXDG}, project: Setting{"q", "LD_PROJECT"},
		},
		{
			name: "ldcli in the home", env: map[string]string{"HOME": home},
			token: "api-home", tokenOrigin: fromHome, environmentName: Setting{"staging", fromHome},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := FindCredentials(test.given, test.config, environment(test.env))
			if err != nil || len(c.Warnings) > 0 {
				t.Fatal(err, c.Warnings)
			}
			if c.Token.Reveal() != test.token || c.TokenOrigin != test.tokenOrigin {
				t.Errorf("token %q of %q", c.Token.Reveal(), c.TokenOrigin)
			}
			if c.BaseURL != test.baseURL || c.Project != test.project || c.Environment != test.environmentName {
				t.Errorf("%+v", c)
			}
		})
	}
	for name, text := range map[string]string{"broken": "access-token: \"api-secret-1", "a list": "- api-secret-1", "no text": "\xff", "a directory": ""} {
		t.Run("a configuration of ldcli that is "+name, func(t *testing.T) {
			dir := t.TempDir()
			if name == "a directory" {
				if err := os.MkdirAll(filepath.Join(dir, "ldcli", "config.yml"), 0o755); err != nil {
					t.Fatal(err)
				}
			} else {
				ldcli(t, dir, text)
			}
			c, err := FindCredentials(Given{}, Given{}, environment(map[string]string{"LD_ACCESS_TOKEN": "api-env", "XDG_CONFIG_HOME": dir}))
			if err != nil || c.Token.Reveal() != "api-env" || len(c.Warnings) != 1 || strings.Contains(c.Warnings[0], "secret") {
				t.Errorf("%+v, %v", c, err)
			}
		})
	}
}

func TestWhatIsNoToken(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"an SDK key", "sdk-5e67a9c2-0f1d-4b3a-9c8e-2d7f6b1a4e05", "SDK key"},
		{"a mobile key", "mob-5e67a9c2-0f1d-4b3a-9c8e-2d7f6b1a4e05", "mobile key"},
		{"a client-side ID", fakeld.ClientSideID, "client-side ID"},
		{"a scheme", "Bearer api-5e67a9c2", `"Bearer"`},
		{"two words", "api-5e67a9c2 0f1d", "characters that no token has"},
		{"letters beyond ASCII", "api-é5e67a9c2", "characters that no token has"},
		{"a header of its own", "api-5e67a9c2\r\nX-Evil: 1", "characters that no token has"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := FindCredentials(Given{}, Given{}, environment(map[string]string{"LD_ACCESS_TOKEN": test.text}))
			e, ok := errors.AsType[*launchdarkly.Error](err)
			if !ok || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "of LD_ACCESS_TOKEN") || !strings.Contains(e.Hint, "api-…") {
				t.Errorf("error %v", err)
			}
			if strings.Contains(err.Error(), test.text[8:]) {
				t.Errorf("the text stands in %v", err)
			}
		})
	}
}

func TestInstances(t *testing.T) {
	for _, test := range []struct{ given, base, events string }{
		{"", launchdarkly.USBaseURL, "events.launchdarkly.com"},
		{"us", launchdarkly.USBaseURL, "events.launchdarkly.com"},
		{"EU", launchdarkly.EUBaseURL, "events.eu.launchdarkly.com"},
		{"federal", launchdarkly.FederalBaseURL, "events.launchdarkly.us"},
		{"https://app.launchdarkly.us/", launchdarkly.FederalBaseURL, "events.launchdarkly.us"},
		{" https://APP.eu.launchdarkly.com ", "https://APP.eu.launchdarkly.com", "events.eu.launchdarkly.com"},
		{"https://app.launchdarkly.com/api/v2/", launchdarkly.USBaseURL, "events.launchdarkly.com"},
		{"https://ld.example/proxy/", "https://ld.example/proxy", ""},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080", ""},
		{"http://[::1]:8080", "http://[::1]:8080", ""},
		{"http://[::ffff:127.0.0.1]:8080", "http://[::ffff:127.0.0.1]:8080", ""},
		{"http://localhost", "http://localhost", ""},
		{"http://LocalHost", "http://LocalHost", ""},
	} {
		t.Run(test.given, func(t *testing.T) {
			base, err := launchdarkly.BaseURL(test.given)
			events := launchdarkly.EventsHost(test.given)
			if err != nil || base != test.base || events != test.events {
				t.Errorf("%q, %v; events %q", base, err, events)
			}
		})
	}
	for _, refused := range []string{"asia", "app.launchdarkly.com", "http://app.launchdarkly.com", "http://localho\u017ft", "http://127.1", "https://u:p@x.example", "https://x.example?a", "https://x.example/#a", "ftp://x", "https://", "http://[::1", "https://x\x00"} {
		t.Run(refused, func(t *testing.T) {
			base, err := launchdarkly.BaseURL(refused)
			if _, ok := errors.AsType[*launchdarkly.Error](err); !ok || base != "" {
				t.Errorf("%q, %v", base, err)
			}
			if events := launchdarkly.EventsHost(refused); events != "" {
				t.Errorf("events %q", events)
			}
		})
	}
}
