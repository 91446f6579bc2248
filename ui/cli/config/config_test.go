package config

import (
	"os"
	"path/filepath"
	"testing"
)

// A project's file that has changed since segtap started leads the token nowhere.
func TestAProjectNeverLeadsTheToken(t *testing.T) {
	t.Chdir(t.TempDir())
	text := "ld-base-url = \"https://elsewhere.example\"\nld-access-token = \"api-0000\"\nld-project = \"shop\"\n"
	if err := os.WriteFile("segtap.toml", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	given, err := LaunchDarkly()
	if err != nil || given.BaseURL.Value != "" || given.Token.Value != "" || given.Project.Value != "shop" {
		t.Errorf("%+v, %v", given, err)
	}
}

// A configuration that Windows' editor has saved is read.
func TestConfigurationWithAByteOrderMark(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile(filepath.Join(dir, "segtap.toml"), []byte("\ufeffld-project = \"shop\"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if given, err := LaunchDarkly(); err != nil || given.Project.Value != "shop" {
		t.Errorf("%+v, %v", given, err)
	}
}
