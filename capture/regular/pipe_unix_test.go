//go:build unix

package regular

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

// Nobody is at the other end of the pipe: opening it as a file would wait for
// ever.
func TestAPipeIsRefusedWithoutWaiting(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, f := range []File{{Path: path}, {Path: path, Within: dir}} {
		if _, err := f.Read(1); !errors.Is(err, ErrNotRegular) {
			t.Errorf("%+v: %v", f, err)
		}
	}
}
