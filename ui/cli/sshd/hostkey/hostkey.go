package hostkey

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/gofrs/flock"
	"golang.org/x/crypto/ssh"

	"segtap/capture/regular"
)

// ErrExposed says that others than the user can read the private key.
var ErrExposed = errors.New("others can read the private key")

// name is that of the file.
const name = "ssh_host_ed25519_key"

// maxFile is how many bytes it has at most.
const maxFile = 16 << 10

// Open returns the key that is kept in a directory, or makes it, and the directory with it; and where it is.
func Open(dir string) (key ssh.Signer, path string, _ error) {
	path = filepath.Join(dir, name)
	key, err := load(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, path, err // also from a directory that cannot be written
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, path, err
	}
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return nil, path, err
	}
	defer func() { _ = lock.Close() }()
	key, err = load(path)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = create(path)
	}
	return key, path, err
}

// load reads the key; the error is [fs.ErrNotExist] when nothing at all stands there.
func load(path string) (ssh.Signer, error) {
	if _, err := os.Lstat(path); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s leads to a file that is not there", path)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular(): // whose mode says something else
		return nil, fmt.Errorf("%s: %w", path, regular.ErrNotRegular)
	}
	if exposed(info.Mode().Perm(), givenByRoot(info)) {
		return nil, fmt.Errorf("%s: %w", path, ErrExposed)
	}
	text, err := regular.File{Path: path}.Read(maxFile)
	if err != nil {
		return nil, err
	}
	key, err := ssh.ParsePrivateKey(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s is no private key that can be read: %w", path, err)
	case key.PublicKey().Type() != ssh.KeyAlgoED25519:
		return nil, fmt.Errorf("%s is a key of another sort: %s", path, key.PublicKey().Type())
	}
	return key, nil
}

// exposed says whether others than the user can get at a key. Of one that root has put there for another user, a group may
// read it: so a Secret of Kubernetes is mounted, for a group that none but the container's user is in.
func exposed(mode fs.FileMode, byRoot bool) bool {
	others := fs.FileMode(0o077)
	if byRoot {
		others = 0o037
	}
	return runtime.GOOS != "windows" && mode&others != 0
}

func create(path string) (ssh.Signer, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	block, err := ssh.MarshalPrivateKey(private, "segtap")
	if err != nil {
		return nil, err
	}
	if err := regular.Replace(path, pem.EncodeToMemory(block), 0o600); err != nil {
		return nil, err
	}
	return ssh.NewSignerFromSigner(private)
}
