package localca

import (
	"strings"
	"testing"
)

func TestEveryRuntimeIsToldHowToTrust(t *testing.T) {
	const path, name = "/home/o'neil/.local/share/segtap/ca.pem", "segtap local CA 40c0ffee"
	got := make(map[string]string)
	for _, in := range trust(path, name) {
		got[in.Runtime] = strings.Join(in.Lines, "\n")
		if len(in.Lines) == 0 || strings.Contains(got[in.Runtime], "\n\n") {
			t.Errorf("%s: lines %q", in.Runtime, in.Lines)
		}
	}
	for runtime, has := range map[string]string{
		"curl":               "--cacert",
		"Node.js":            "NODE_EXTRA_CA_CERTS=",
		"Python":             "REQUESTS_CA_BUNDLE=",
		"Ruby":               "SSL_CERT_FILE=",
		"Go":                 "SSL_CERT_FILE=",
		"PHP":                "curl.cainfo=",
		"Java":               "keytool -importcert",
		".NET":               "SSL_CERT_FILE=",
		"macOS":              "add-trusted-cert",
		"Debian, Ubuntu":     "update-ca-certificates",
		"Fedora, RHEL, Arch": "trust anchor",
		"Windows":            `-addstore Root "`,
		"Chrome and Firefox": "nssdb",
		"Android":            "network_security_config",
		"iOS":                "simctl keychain",
	} {
		if !strings.Contains(got[runtime], has) {
			t.Errorf("%s: %q is not in\n%s", runtime, has, got[runtime])
		}
		quoted := `'/home/o'\''neil/.local/share/segtap/ca.pem'`
		if runtime == "Windows" {
			quoted = `"` + path + `"`
		}
		if !strings.Contains(got[runtime], quoted) {
			t.Errorf("%s: the path is not quoted in\n%s", runtime, got[runtime])
		}
	}
}

func TestAPlainPathNeedsNoQuotes(t *testing.T) {
	for text, want := range map[string]string{
		"/a/b-c_1.pem": "/a/b-c_1.pem", "/a b": "'/a b'", "": "''", "$(x)": "'$(x)'", "~": "'~'",
	} {
		if got := shellQuoted(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
