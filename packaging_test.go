package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"segtap/ui/cli/version"
)

// TestWhatAReleaseConsistsOf holds .goreleaser.yaml against the tree: the files that it names are
// there, or are written by packaging/texts, and it builds for every system that it
// promises, in a way that gives the same bytes again. The whole is built by the command in
// CONTRIBUTING.md.
func TestWhatAReleaseConsistsOf(t *testing.T) {
	type file struct {
		Src string `yaml:"src"`
	}
	var release struct {
		Before struct{ Hooks []string }
		Builds []struct {
			Main         string
			Env          []string
			Goos, Goarch []string
			Flags        []string
			ModTimestamp string `yaml:"mod_timestamp"`
		}
		Archives []struct {
			Files      []file
			BuildsInfo struct{ Mtime string } `yaml:"builds_info"`
		}
		Nfpms []struct {
			Formats  []string
			Mtime    string
			Contents []file
		}
		Sboms    []struct{ Documents []string }
		Checksum struct{ Algorithm string }
		Snapshot struct {
			VersionTemplate string `yaml:"version_template"`
		}
	}
	text := read(t, ".goreleaser.yaml")
	if err := yaml.Unmarshal([]byte(text), &release); err != nil {
		t.Fatal(yaml.FormatError(err, false, true))
	}
	if len(release.Builds) != 1 || len(release.Archives) != 1 || len(release.Nfpms) != 1 || len(release.Sboms) != 1 || release.Checksum.Algorithm != "sha256" {
		t.Fatalf("%+v", release)
	}
	build := release.Builds[0]
	if !slices.Equal(build.Goos, []string{"linux", "darwin", "windows"}) || !slices.Equal(build.Goarch, []string{"amd64", "arm64"}) || !slices.Equal(release.Nfpms[0].Formats, []string{"deb", "rpm"}) {
		t.Errorf("not for all systems: %+v", release)
	}
	if !slices.Contains(build.Flags, "-trimpath") || !slices.Contains(build.Env, "CGO_ENABLED=0") ||
		!strings.Contains(build.ModTimestamp, "Commit") || !strings.Contains(release.Archives[0].BuildsInfo.Mtime, "Commit") || !strings.Contains(release.Nfpms[0].Mtime, "Commit") {
		t.Errorf("not the same bytes again: %+v", release)
	}
	if !strings.HasPrefix(release.Snapshot.VersionTemplate, version.Release+"-") {
		t.Errorf("snapshots are of %s, and the program of %s", release.Snapshot.VersionTemplate, version.Release)
	}
	if want := []string{"sh packaging/texts packaging/out"}; !slices.Equal(release.Before.Hooks, want) {
		t.Errorf("the hooks are %q, want %q", release.Before.Hooks, want)
	}
	written := writtenByTexts(t)
	for _, f := range slices.Concat(release.Archives[0].Files, release.Nfpms[0].Contents) {
		if matches, err := filepath.Glob(f.Src); err == nil && len(matches) > 0 && !strings.HasPrefix(f.Src, "packaging/out/") {
			continue
		}
		if !slices.ContainsFunc(written, func(path string) bool { ok, _ := filepath.Match(f.Src, path); return ok }) {
			t.Errorf("nobody makes %s", f.Src)
		}
	}
}

// writtenByTexts returns what packaging/texts writes, as its hook is called.
func writtenByTexts(t *testing.T) (paths []string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`>"\$out/([^"]+)"`).FindAllStringSubmatch(read(t, "packaging/texts"), -1) {
		paths = append(paths, "packaging/out/"+m[1])
	}
	if strings.Contains(read(t, "packaging/texts"), `man --dir "$out/man"`) {
		paths = append(paths, "packaging/out/man/segtap.1.gz")
	}
	if len(paths) < 5 {
		t.Fatalf("packaging/texts writes only %v", paths)
	}
	return paths
}

// TestTheContainer holds the Containerfile and the example of Compose against the tree: as nobody,
// with a health check that needs no shell, from a path that is there.
func TestTheContainer(t *testing.T) {
	recipe := read(t, "packaging/Containerfile")
	_, last, _ := strings.Cut(recipe, "\nFROM scratch\n")
	for _, want := range []string{"\nUSER 65532:65532\n", `HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["/segtap", "doctor", "--health", "http://127.0.0.1:8910"]`, `ENTRYPOINT ["/segtap"]`, "/data"} {
		if !strings.Contains(last, want) {
			t.Errorf("the last stage lacks %q:\n%s", want, last)
		}
	}
	if strings.Contains(last, "\nRUN ") {
		t.Error("the last stage has no shell to run anything")
	}
	goVersion := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "go.mod"))[1]
	if !strings.Contains(recipe, "golang:"+goVersion+" AS build") {
		t.Errorf("it is not built by Go %s", goVersion)
	}
	var compose struct {
		Services map[string]struct {
			Build       struct{ Context, Dockerfile string }
			Command     []string
			Environment map[string]string
			Healthcheck struct{ Test []string }
			DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
		}
		Volumes map[string]any
	}
	if err := yaml.Unmarshal([]byte(read(t, "docs/examples/compose.yaml")), &compose); err != nil {
		t.Fatal(yaml.FormatError(err, false, true))
	}
	segtap := compose.Services["segtap"]
	if dockerfile := filepath.Join("docs/examples", segtap.Build.Context, segtap.Build.Dockerfile); !exists(dockerfile) {
		t.Errorf("compose.yaml builds from %s, which is not there", dockerfile)
	}
	if len(segtap.Healthcheck.Test) < 2 || segtap.Healthcheck.Test[1] != "/segtap" || compose.Services["test"].DependsOn["segtap"].Condition != "service_healthy" {
		t.Errorf("%+v", compose)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
