package authorized

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"

	"segtap/capture/regular"
)

// maxFile is how many bytes a file has at most: some thousand keys.
const maxFile = 1 << 20

// Keys are the keys of a file, by [Name], with the comment that stands behind each, such as ann@laptop.
type Keys map[string]string

// Name is by what a key is known: its fingerprint, such as SHA256:…
func Name(key ssh.PublicKey) string { return ssh.FingerprintSHA256(key) }

// Error is what is wrong with a line of a file.
type Error struct {
	Path          string
	Line          int
	Problem, hint string
}

// Error says where it is, and what.
func (e *Error) Error() string { return fmt.Sprintf("%s, line %d: %s", e.Path, e.Line, e.Problem) }

// Hint returns the way out.
func (e *Error) Hint() string { return e.hint }

// ErrWritable says that others can write a file, and the way out, since it is told while serve runs as well.
var ErrWritable = errors.New("others than its owner can write it: chmod go-w")

// Read returns the keys of a file.
func Read(path string) (Keys, error) {
	info, err := os.Stat(path)
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, fmt.Errorf("%s: %w", path, cause.Err)
	}
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return nil, fmt.Errorf("%s: %w", path, ErrWritable)
	}
	text, err := regular.File{Path: path}.Read(maxFile)
	if err != nil {
		return nil, err
	}
	keys := make(Keys)
	line := 0
	for raw := range bytes.Lines(text) {
		line++
		raw = bytes.TrimSpace(raw)
		if len(raw) == 0 || raw[0] == '#' {
			continue
		}
		key, comment, err := parse(raw)
		if err != nil {
			err.Path, err.Line = path, line
			return nil, err
		}
		if _, twice := keys[Name(key)]; !twice {
			keys[Name(key)] = comment
		}
	}
	return keys, nil
}

// minRSA is how many bits an RSA key has at least, as OpenSSH wants it.
const minRSA = 2048

// parse reads a line.
func parse(line []byte) (ssh.PublicKey, string, *Error) {
	key, comment, options, _, err := ssh.ParseAuthorizedKey(line)
	if err != nil {
		return nil, "", &Error{Problem: "this is no public key", hint: "a line is such as ssh-ed25519 AAAA… ann@laptop, as `ssh-keygen -y -f KEY` prints it"}
	}
	for _, option := range options {
		if wrong := refused(option); wrong != nil {
			return nil, "", wrong
		}
	}
	switch key.Type() {
	case ssh.InsecureKeyAlgoDSA: //nolint:staticcheck // to refuse it
		return nil, "", &Error{Problem: "DSA keys are not taken", hint: "`ssh-keygen -t ed25519` makes another"}
	case ssh.KeyAlgoRSA:
		if of, ok := key.(ssh.CryptoPublicKey); ok {
			if size, ok := of.CryptoPublicKey().(interface{ Size() int }); ok && size.Size()*8 < minRSA {
				return nil, "", &Error{Problem: fmt.Sprintf("this RSA key has %d bits, and %d are the least", size.Size()*8, minRSA), hint: "`ssh-keygen -t ed25519` makes another"}
			}
		}
	}
	if _, is := key.(*ssh.Certificate); is {
		return nil, "", &Error{Problem: "certificates are not taken", hint: "give the public key itself"}
	}
	return key, comment, nil
}

// kept are the options that ask for what is so anyway: there is nothing to forward, and no file of a user that is run.
var kept = []string{"no-agent-forwarding", "no-port-forwarding", "no-user-rc", "no-x11-forwarding"}

// refused says why an option cannot be kept to; nil where it is. One that was passed over would let in who was not to come
// in, or by another way.
func refused(option string) *Error {
	name, _, _ := strings.Cut(option, "=")
	if slices.Contains(kept, strings.ToLower(name)) {
		return nil
	}
	if len(name) > 40 {
		name = name[:40]
	}
	return &Error{Problem: fmt.Sprintf("the option %q is not kept to here", name), hint: "give the key a line without it, or leave the key out; " + strings.Join(kept, ", ") + " may stand there"}
}
