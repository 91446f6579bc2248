package screentest

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files with what the tests see")

// Golden compares got with the file testdata/NAME.golden, which ends with a line feed more than got, and fails t with both
// when they differ. With the flag -update it writes the file instead.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name)+".golden")
	if want, same := golden(t, path, got+"\n"); !same {
		t.Errorf("the screen is not that of %s (go test -update rewrites it)\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}

// GoldenFile compares got with a file, of any place; see [Golden].
func GoldenFile(t testing.TB, path, got string) {
	t.Helper()
	if want, same := golden(t, path, got); !same {
		t.Errorf("%s no longer says what it should (go test -update rewrites it)\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}

// golden returns what a file has, and whether got is the same; or it writes got into it.
func golden(t testing.TB, path, got string) (want string, same bool) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return got, true
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	return string(text), got == string(text)
}
