package localca

import (
	"slices"
	"strings"
)

// Instruction says how one runtime or system comes to trust the authority.
type Instruction struct {
	// Runtime names it as its users do.
	Runtime string
	// Lines are commands for a shell, settings, and remarks that start with #.
	Lines []string
}

// Trust says how each runtime comes to trust the authority. The lines can be
// pasted: the path of the certificate is in them, quoted.
func (a *Authority) Trust() []Instruction {
	return trust(a.CertFile(), a.Name())
}

// trust gives the instructions for a certificate of a path and a name: runtimes
// first, then systems and browsers, then devices.
func trust(path, name string) []Instruction {
	return slices.Concat(trustOfRuntimes(path), trustOfSystems(path, name), trustOfDevices(path))
}

// trustOfRuntimes gives the instructions for curl and the languages of SDKs.
func trustOfRuntimes(path string) []Instruction {
	const alone = "# in that process no other authority is trusted; to keep them, put both into one file"
	ca := shellQuoted(path)
	return []Instruction{
		{"curl", []string{
			"curl --cacert " + ca + " https://localhost:8910/v1/track -d '{\"userId\":\"u\",\"event\":\"Trusted\"}'",
		}},
		{"Node.js", []string{
			"export NODE_EXTRA_CA_CERTS=" + ca,
			"# read once, when node starts",
		}},
		{"Python", []string{
			"export REQUESTS_CA_BUNDLE=" + ca + " # for requests, which Segment's SDK uses",
			"export SSL_CERT_FILE=" + ca + "      # for httpx, aiohttp and urllib",
			alone,
		}},
		{"Ruby", []string{
			"export SSL_CERT_FILE=" + ca,
			alone,
		}},
		{"Go", []string{
			"export SSL_CERT_FILE=" + ca + " # on Linux; on macOS and Windows Go asks the system, see below",
			alone,
		}},
		{"PHP", []string{
			"php -d curl.cainfo=" + ca + " -d openssl.cafile=" + ca + " app.php",
			"# or the same two lines in php.ini",
			alone,
		}},
		{"Java", []string{
			"keytool -importcert -noprompt -alias segtap -file " + ca + " -keystore segtap.p12 -storetype PKCS12 -storepass changeit",
			"java -Djavax.net.ssl.trustStore=segtap.p12 -Djavax.net.ssl.trustStorePassword=changeit -jar app.jar",
			"# or for all of a JDK: keytool -importcert -cacerts -noprompt -alias segtap -storepass changeit -file " + ca,
		}},
		{".NET", []string{
			"# on Windows and macOS .NET asks the system, see below; on Linux:",
			"export SSL_CERT_FILE=" + ca,
			alone,
		}},
	}
}

// trustOfSystems gives the instructions for the systems of computers, and for the
// browsers on them.
func trustOfSystems(path, name string) []Instruction {
	ca, cn := shellQuoted(path), shellQuoted(name)
	return []Instruction{
		{"macOS", []string{
			"security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db " + ca,
			"# to undo: security delete-certificate -c " + cn,
		}},
		{"Debian, Ubuntu", []string{
			"sudo cp " + ca + " /usr/local/share/ca-certificates/segtap.crt && sudo update-ca-certificates",
			"# to undo: sudo rm /usr/local/share/ca-certificates/segtap.crt && sudo update-ca-certificates --fresh",
		}},
		{"Fedora, RHEL, Arch", []string{
			"sudo trust anchor --store " + ca,
			"# to undo: sudo trust anchor --remove " + ca,
		}},
		{"Windows", []string{
			"certutil -user -addstore Root " + windowsQuoted(path),
			"# to undo: certutil -user -delstore Root " + windowsQuoted(name),
		}},
		{"Chrome and Firefox", []string{
			"# on macOS and Windows they ask the system, see above",
			"# Chrome on Linux: certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n segtap -i " + ca,
			"# Firefox: Settings, Privacy & Security, View Certificates, Authorities, Import",
		}},
	}
}

// trustOfDevices gives the instructions for phones and their emulators.
func trustOfDevices(path string) []Instruction {
	ca := shellQuoted(path)
	return []Instruction{
		{"Android", []string{
			"adb push " + ca + " /sdcard/Download/segtap-ca.pem",
			"# on the device: Settings, Security, Install a certificate, CA certificate",
			"# and in the app, res/xml/network_security_config.xml, which debug builds alone obey:",
			`<network-security-config><debug-overrides><trust-anchors><certificates src="system"/><certificates src="user"/></trust-anchors></debug-overrides></network-security-config>`,
			"# the emulator calls this machine 10.0.2.2",
		}},
		{"iOS", []string{
			"xcrun simctl keychain booted add-root-cert " + ca,
			"# on a device: send it the file, install the profile, then Settings, General, About, Certificate Trust Settings",
		}},
	}
}

// shellQuoted gives a text as one word of a POSIX shell.
func shellQuoted(text string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%"
	if text != "" && strings.Trim(text, plain) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// windowsQuoted gives a text as one word of a Windows command; paths have no
// quotes there.
func windowsQuoted(text string) string { return `"` + text + `"` }
