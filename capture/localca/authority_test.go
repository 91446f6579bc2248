package localca_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture/localca"
)

var noon = time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)

// at is a clock that stands still.
func at(t time.Time) func() time.Time { return func() time.Time { return t } }

func open(t *testing.T, dir string, now time.Time) *localca.Authority {
	t.Helper()
	a, err := localca.Open(dir, at(now))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// leaf gives the certificate that a configuration serves.
func leaf(t *testing.T, cfg *tls.Config) *x509.Certificate {
	t.Helper()
	cert, err := cfg.GetCertificate(&tls.ClientHelloInfo{})
	if err != nil {
		t.Fatal(err)
	}
	return cert.Leaf
}

// trusted is what somebody trusts who followed the instructions.
func trusted(t *testing.T, a *localca.Authority) *x509.CertPool {
	t.Helper()
	text, err := os.ReadFile(a.CertFile())
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		t.Fatal("the file that is to be trusted holds no certificate")
	}
	return roots
}

func TestAnAuthorityIsMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "ca")
	first := open(t, dir, noon)
	text, err := os.ReadFile(first.CertFile())
	if err != nil {
		t.Fatal(err)
	}
	if !first.Made() {
		t.Error("the first does not say that it was made")
	}
	again := open(t, dir, noon.AddDate(4, 10, 0))
	if again.Made() || again.Name() != first.Name() {
		t.Errorf("opened again: made %v, name %q and %q", again.Made(), again.Name(), first.Name())
	}
	if now, _ := os.ReadFile(again.CertFile()); !bytes.Equal(now, text) {
		t.Error("opened again, the certificate is another one")
	}
	if err := os.Remove(first.CertFile()); err != nil {
		t.Fatal(err)
	}
	open(t, dir, noon)
	if now, _ := os.ReadFile(first.CertFile()); !bytes.Equal(now, text) {
		t.Error("the certificate does not come back")
	}
}

func TestAnAuthorityInItsLastMonthIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, noon)
	if a := open(t, dir, first.NotAfter().AddDate(0, 0, -31)); a.Made() {
		t.Error("made anew too early")
	}
	late := first.NotAfter().AddDate(0, 0, -29)
	renewed := open(t, dir, late)
	if !renewed.Made() || renewed.Name() == first.Name() || !renewed.NotAfter().After(late.AddDate(4, 0, 0)) {
		t.Errorf("made %v, %q after %q, until %v", renewed.Made(), renewed.Name(), first.Name(), renewed.NotAfter())
	}
}

func TestTheKeyIsForItsUserAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("modes mean nothing here")
		return
	}
	dir := filepath.Join(t.TempDir(), "ca")
	if err := os.Mkdir(dir, 0o755); err != nil { // by hand
		t.Fatal(err)
	}
	open(t, dir, noon)
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		info, err := file.Info()
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte("PRIVATE KEY")) && info.Mode().Perm() != 0o600 {
			t.Errorf("%s holds the key and has mode %v", file.Name(), info.Mode())
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the directory: %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(filepath.Join(dir, "ca-key.pem"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := localca.Open(dir, at(noon)); !errors.Is(err, localca.ErrExposed) {
		t.Errorf("a key that others can read: %v", err)
	}
}

func TestAFileOfSomebodyElseIsNotOverwritten(t *testing.T) {
	other := t.TempDir()
	open(t, other, noon)
	foreign, err := os.ReadFile(filepath.Join(other, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing": "", "no PEM": "hello", "a certificate": string(foreign),
		"a key of another kind": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" + string(foreign),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "ca-key.pem")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := localca.Open(dir, at(noon)); err == nil || !strings.Contains(err.Error(), "remove it") {
				t.Errorf("error %v", err)
			}
			if now, _ := os.ReadFile(path); string(now) != text {
				t.Error("the file has changed")
			}
		})
	}
}

func TestProcessesAtOnceGetTheSameAuthority(t *testing.T) {
	dir := t.TempDir()
	var names [8]string
	var all sync.WaitGroup
	for i := range names {
		all.Go(func() {
			a, err := localca.Open(dir, at(noon))
			if err != nil {
				t.Error(err)
				return
			}
			names[i] = a.Name()
		})
	}
	all.Wait()
	for _, name := range names {
		if name != names[0] || name == "" {
			t.Fatalf("authorities %q", names)
		}
	}
}

func TestACertificateIsForThisMachineAndTheHostsGiven(t *testing.T) {
	a := open(t, t.TempDir(), noon)
	cfg, err := a.Config("Phone.Local.", "192.168.1.20", "[fe80::1]", "tap.test", "LOCALHOST")
	if err != nil {
		t.Fatal(err)
	}
	cert := leaf(t, cfg)
	for _, host := range []string{
		"localhost", "[127.0.0.1]", "[::1]", "[10.0.2.2]", "phone.local", "[192.168.1.20]", "[fe80::1]", "tap.test",
	} {
		if _, err := cert.Verify(x509.VerifyOptions{Roots: trusted(t, a), CurrentTime: noon, DNSName: host}); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	if err := cert.VerifyHostname("other.local"); err == nil {
		t.Error("it is for a host that was not given")
	}
	if cert.IsCA || len(cert.DNSNames) != 3 {
		t.Errorf("CA %v, names %q", cert.IsCA, cert.DNSNames)
	}
}

func TestNoAuthorityVouchesForTheInternet(t *testing.T) {
	a := open(t, t.TempDir(), noon)
	for _, host := range []string{"api.segment.io", "example.com", "8.8.8.8", "2001:db8::1", "*.com", "a b", "segtap"} {
		if _, err := a.Config(host); err == nil || !strings.Contains(err.Error(), host) {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestACertificateIsRenewedWhileItServes(t *testing.T) {
	now := noon
	a, err := localca.Open(t.TempDir(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := a.Config()
	if err != nil {
		t.Fatal(err)
	}
	first := leaf(t, cfg)
	now = noon.AddDate(0, 0, 19)
	if !leaf(t, cfg).Equal(first) {
		t.Error("another certificate after 19 days")
	}
	now = noon.AddDate(0, 0, 21)
	renewed := leaf(t, cfg)
	if renewed.Equal(first) {
		t.Fatal("the same certificate after 21 days")
	}
	if _, err := renewed.Verify(x509.VerifyOptions{Roots: trusted(t, a), CurrentTime: now.AddDate(0, 0, 25), DNSName: "localhost"}); err != nil {
		t.Error(err)
	}
}

// TestOtherLibrariesTakeTheCertificates asks OpenSSL, where it is installed:
// what Go makes, Go takes anyway.
func TestOtherLibrariesTakeTheCertificates(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Log("openssl is not installed")
		return
	}
	dir := t.TempDir()
	a := open(t, dir, time.Now())
	cfg, err := a.Config("tap.test", "192.168.1.20")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "leaf.der")
	if err := os.WriteFile(path, leaf(t, cfg).Raw, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, check := range []string{"-verify_hostname=localhost", "-verify_hostname=tap.test", "-verify_ip=127.0.0.1", "-verify_ip=::1", "-verify_ip=192.168.1.20"} {
		flag, value, _ := strings.Cut(check, "=")
		out, err := exec.Command(openssl, "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", a.CertFile(), flag, value, path).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", check, err, out)
		}
	}
}
