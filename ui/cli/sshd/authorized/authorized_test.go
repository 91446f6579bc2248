package authorized

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// line returns the line of a key, without its end.
func line(t *testing.T, public any) string {
	t.Helper()
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(ssh.MarshalAuthorizedKey(key)), "\n")
}

func fresh(t *testing.T) string {
	t.Helper()
	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return line(t, public)
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheKeysOfAFile(t *testing.T) {
	ann, bob, again := fresh(t), fresh(t), fresh(t)
	path := write(t, "# ours\r\n\r\n"+ann+" ann@laptop of the shop\r\n  no-port-forwarding,no-X11-forwarding "+bob+"\n"+again+" one\n"+again+" two")
	keys, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(keys) != 3 {
		t.Errorf("%d keys: %v", len(keys), keys)
	}
	for text, want := range map[string]string{ann: "ann@laptop of the shop", bob: "", again: "one"} {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := keys[Name(key)]; got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

// A line that is passed over would let in who was not to come in, or keep out who was: the whole file is refused.
func TestALineThatCannotBeKeptToIsRefused(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	certificate := &ssh.Certificate{Key: signer.PublicKey(), CertType: ssh.UserCert}
	if err := certificate.SignCert(rand.Reader, signer); err != nil {
		t.Fatal(err)
	}
	one := new(big.Int).SetBit(big.NewInt(1), 1023, 1)
	dsa := ssh.Marshal(struct {
		Name       string
		P, Q, G, Y *big.Int
	}{"ssh-dss", one, new(big.Int).SetBit(big.NewInt(1), 159, 1), big.NewInt(2), big.NewInt(2)})
	for bad, want := range map[string]string{
		"ssh-dss " + base64.StdEncoding.EncodeToString(dsa):              "line 2: DSA keys are not taken",
		`command="date" ` + fresh(t):                                     `line 2: the option "command" is not kept to here`,
		`from="10.0.0.0/8",no-pty ` + fresh(t):                           `line 2: the option "from"`,
		`restrict ` + fresh(t):                                           `line 2: the option "restrict"`,
		`cert-authority ` + fresh(t):                                     `line 2: the option "cert-authority"`,
		`expiry-time="20300101" ` + fresh(t):                             `line 2: the option "expiry-time"`,
		"ssh-ed25519 AAAA":                                               "line 2: this is no public key",
		"hello":                                                          "line 2: this is no public key",
		"-----BEGIN OPENSSH PRIVATE KEY-----":                            "line 2: this is no public key",
		line(t, &small.PublicKey):                                        "line 2: this RSA key has 1024 bits",
		strings.TrimSpace(string(ssh.MarshalAuthorizedKey(certificate))): "line 2: certificates are not taken",
	} {
		_, err := Read(write(t, fresh(t)+"\n"+bad+"\n"))
		var wrong *Error
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), want) || wrong.Hint() == "" {
			t.Errorf("%.30s: %v", bad, err)
		}
	}
}

func TestOtherSortsOfKeys(t *testing.T) {
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	large, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := Read(write(t, line(t, &curve.PublicKey)+"\n"+line(t, &large.PublicKey)+"\n"))
	if len(keys) != 2 || err != nil {
		t.Errorf("%v, %v", keys, err)
	}
}

func TestAFileThatCannotBeTrusted(t *testing.T) {
	path := write(t, fresh(t))
	if runtime.GOOS != "windows" {
		for _, mode := range []os.FileMode{0o602, 0o620} {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
			if _, err := Read(path); !errors.Is(err, ErrWritable) || !strings.Contains(err.Error(), path) {
				t.Errorf("%o: %v", mode, err)
			}
		}
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path); err != nil {
			t.Error(err)
		}
	}
	if _, err := Read(path + "x"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Read(write(t, strings.Repeat("#\n", maxFile))); err == nil {
		t.Error("it is too large")
	}
	if _, err := Read(t.TempDir()); err == nil {
		t.Error("it is a directory")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`command="a \" b" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA ann`)
	f.Fuzz(func(t *testing.T, line string) {
		key, _, err := parse([]byte(line))
		if (key == nil) == (err == nil) {
			t.Errorf("%v, %v", key, err)
		}
	})
}
