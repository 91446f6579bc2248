package hostkey

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"
)

func TestTheKeyIsMadeOnceAndStays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "of", "segtap")
	var all sync.WaitGroup
	var prints [8]string
	for i := range prints {
		all.Go(func() {
			key, _, err := Open(dir)
			if err != nil {
				t.Error(err)
				return
			}
			prints[i] = ssh.FingerprintSHA256(key.PublicKey())
		})
	}
	all.Wait()
	for _, print := range prints {
		if print != prints[0] || print == "" {
			t.Errorf("%s, and %s", print, prints[0])
		}
	}
	for path, mode := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, name): 0o600} {
		info, err := os.Stat(path)
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != mode {
			t.Error(path, info, err)
		}
	}
}

func TestAKeyThatCannotBeUsedIsRefusedAndStays(t *testing.T) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{"nothing": "", "a text": "hello", "another sort": string(pem.EncodeToMemory(curve))} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Open(dir); err == nil {
			t.Errorf("%s is a key", what)
		}
		if now, err := os.ReadFile(path); string(now) != text || err != nil {
			t.Errorf("%s has been replaced: %q, %v", what, now, err)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	dir := t.TempDir()
	if _, _, err := Open(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, name), 0o640); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(dir); !errors.Is(err, ErrExposed) {
		t.Error(err)
	}
}

// A link that leads nowhere stands there too: what it was to lead to may be on a disk that is not mounted yet.
func TestALinkThatLeadsNowhereStays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), path); err != nil {
		t.Skip(err) // Windows lets not everybody make one
	}
	if _, _, err := Open(dir); err == nil || !strings.Contains(err.Error(), path+" leads to a file that is not there") {
		t.Error(err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("it has been replaced: %v, %v", info, err)
	}
}

// A key that is given in a directory where nothing can be written is used, and nothing is.
func TestAKeyThatIsGivenIsUsedAsItStands(t *testing.T) {
	dir, given := t.TempDir(), t.TempDir()
	want, path, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, filepath.Join(given, name)); err != nil { // as Kubernetes mounts a Secret
		t.Skip(err)
	}
	key, _, err := Open(given)
	if err != nil || ssh.FingerprintSHA256(key.PublicKey()) != ssh.FingerprintSHA256(want.PublicKey()) {
		t.Error(key, err)
	}
	if there, err := os.ReadDir(given); len(there) != 1 || err != nil {
		t.Error("something is written beside it: ", there, err)
	}
}

func TestWhoMayReadTheKey(t *testing.T) {
	if runtime.GOOS == "windows" {
		return
	}
	for _, of := range []struct {
		mode    os.FileMode
		byRoot  bool
		exposed bool
	}{
		{0o600, false, false},
		{0o400, false, false},
		{0o440, false, true},
		{0o660, false, true},
		{0o604, false, true},
		{0o440, true, false},
		{0o400, true, false},
		{0o640, true, false},
		{0o660, true, true},
		{0o444, true, true},
		{0o644, true, true},
	} {
		if got := exposed(of.mode, of.byRoot); got != of.exposed {
			t.Errorf("%o, by root %v: exposed is %v", of.mode, of.byRoot, got)
		}
	}
}
