package stream

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nkeys"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/login"
)

// encrypting starts a server with a certificate that it has signed itself, and gives the file in
// which it stands.
func encrypting(t *testing.T, name string, until time.Time) (s *running, file string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: until.Add(-time.Hour), NotAfter: until, IsCA: true, BasicConstraintsValid: true}
	if cert.DNSNames = []string{name}; net.ParseIP(name) != nil {
		cert.DNSNames, cert.IPAddresses = nil, []net.IP{net.ParseIP(name)}
	}
	der, err := x509.CreateCertificate(rand.Reader, &cert, &cert, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	return serving(t, func(o *server.Options) { o.TLSConfig, o.TLSTimeout = config, 10 }), file
}

// Over TLS it is known whom one talks to, or it is said what is not as it should be.
func TestWhoseCertificateItIs(t *testing.T) {
	now := time.Now()
	good, ca := encrypting(t, "127.0.0.1", now.Add(time.Minute))
	elsewhere, caElsewhere := encrypting(t, "nats.example.com", now.Add(time.Minute))
	late, caLate := encrypting(t, "127.0.0.1", now.Add(-time.Minute))
	plain := serving(t)
	for _, c := range []struct {
		scheme string
		at     *running
		ca     string
		why    error // nil: it is entered
		says   string
	}{
		{"tls", good, ca, nil, ""},
		{"nats", good, ca, nil, ""}, // the server wants it
		{"tls", good, "", login.ErrUntrusted, "no authority that this machine knows has signed it"},
		{"tls", good, caElsewhere, login.ErrUntrusted, "none of the authorities in " + caElsewhere + " has signed it"},
		{"tls", good, filepath.Join(t.TempDir(), "none.pem"), login.ErrCA, "none.pem"},
		{"tls", elsewhere, caElsewhere, login.ErrTLS, "not for 127.0.0.1, but for nats.example.com"},
		{"tls", late, caLate, login.ErrTLS, "expired"},
		{"tls", plain, "", login.ErrTLS, "begins with nats://"},
		{"nats", plain, ca, login.ErrTLS, ca},
	} {
		address := strings.Replace(c.at.address("S"), "nats://", c.scheme+"://", 1)
		j, err := Open(t.Context(), address, Options{Make: true, Files: login.Files{CA: c.ca}})
		if err == nil {
			mustAppend(t, j, 1)
			_ = j.Close()
		}
		if !errors.Is(err, c.why) || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s with %q: %v, want %s", address, c.ca, err, c.says)
		}
	}
}

// operator is a server on which users have JWTs.
type operator struct {
	*running
	key      nkeys.KeyPair
	accounts server.MemAccResolver
	files    string
}

func operated(t *testing.T) *operator {
	t.Helper()
	o := &operator{files: t.TempDir()}
	var public string
	o.key, public = keyPair(t, nkeys.CreateOperator)
	claims := jwt.NewOperatorClaims(public)
	system := o.account(t, nil)
	claims.SystemAccount, _ = system.PublicKey()
	if _, err := claims.Encode(o.key); err != nil {
		t.Fatal(err)
	}
	o.running = serving(t, func(opts *server.Options) {
		opts.TrustedOperators, opts.SystemAccount, opts.AccountResolver = []*jwt.OperatorClaims{claims}, claims.SystemAccount, &o.accounts
	})
	return o
}

func keyPair(t *testing.T, make func() (nkeys.KeyPair, error)) (nkeys.KeyPair, string) {
	t.Helper()
	key, err := make()
	if err != nil {
		t.Fatal(err)
	}
	public, err := key.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return key, public
}

// account makes an account; its limits are nil for one without JetStream.
func (o *operator) account(t *testing.T, limits *jwt.JetStreamLimits) nkeys.KeyPair {
	t.Helper()
	key, public := keyPair(t, nkeys.CreateAccount)
	claims := jwt.NewAccountClaims(public)
	if limits != nil {
		claims.Limits.JetStreamLimits = *limits
	}
	text, err := claims.Encode(o.key)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.accounts.Store(public, text); err != nil {
		t.Fatal(err)
	}
	return key
}

// user writes the credentials of a user of an account.
func (o *operator) user(t *testing.T, account nkeys.KeyPair, change func(*jwt.UserClaims)) (file string) {
	t.Helper()
	key, public := keyPair(t, nkeys.CreateUser)
	claims := jwt.NewUserClaims(public)
	if change != nil {
		change(claims)
	}
	text, err := claims.Encode(account)
	if err != nil {
		t.Fatal(err)
	}
	seed, err := key.Seed()
	if err != nil {
		t.Fatal(err)
	}
	creds, err := jwt.FormatUserConfig(text, seed)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(o.files, public+".creds")
	if err := os.WriteFile(file, creds, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

var noLimits = jwt.JetStreamLimits{DiskStorage: -1, MemoryStorage: -1, Streams: -1, Consumer: -1}

// with opens a stream with credentials.
func (o *operator) with(t *testing.T, creds, stream string) (*Journal, error) {
	t.Helper()
	j, err := Open(t.Context(), o.address(stream), Options{Make: true, Files: login.Files{Creds: creds}})
	if err == nil {
		t.Cleanup(func() { _ = j.Close() })
	}
	return j, err
}

// Credentials let in, or it is said what is wrong with them, and none of them.
func TestCredentialsInAFile(t *testing.T) {
	o := operated(t)
	team, stranger := o.account(t, &noLimits), nkeys.KeyPair(nil)
	stranger, _ = keyPair(t, nkeys.CreateAccount)
	j, err := o.with(t, o.user(t, team, nil), "S")
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, j, 1)
	nothing := filepath.Join(o.files, "nothing.creds")
	if err := os.WriteFile(nothing, []byte("nothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	seed := "SU" + strings.Repeat("A", 56)
	broken := filepath.Join(o.files, "broken.creds")
	if err := os.WriteFile(broken, []byte(seed), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		creds string
		is    func(error) bool
		says  string
	}{
		{"", login.IsRefused, "Authorization Violation"},
		{o.user(t, team, func(c *jwt.UserClaims) { c.Expires = time.Now().Add(-time.Hour).Unix() }), of(login.ErrExpired), "were good until"},
		{o.user(t, team, func(c *jwt.UserClaims) { c.NotBefore = time.Now().Add(time.Hour).Unix() }), login.IsRefused, "are good from"},
		{o.user(t, stranger, nil), login.IsRefused, "does not take the credentials in " + o.files},
		{nothing, of(login.ErrCreds), nothing},
		{broken, of(login.ErrCreds), broken},
	} {
		if _, err := o.with(t, c.creds, "S"); err == nil || !c.is(err) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), seed) {
			t.Errorf("%s: %v, want %s", c.creds, err, c.says)
		}
	}
}

func of(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }

// A key alone is a user of a server that knows it, and its secret half stays here.
func TestAKeyAlone(t *testing.T) {
	key, public := keyPair(t, nkeys.CreateUser)
	s := serving(t, func(o *server.Options) { o.Nkeys = []*server.NkeyUser{{Nkey: public}} })
	seed, err := key.Seed()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "user.nk")
	if err := os.WriteFile(file, seed, 0o600); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, opened(t, s.address("S"), func(o *Options) { o.Creds = file }), 1)
	stranger, _ := keyPair(t, nkeys.CreateUser)
	if seed, err = stranger.Seed(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, seed, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), s.address("S"), Options{Files: login.Files{Creds: file}}); !login.IsRefused(err) || strings.Contains(err.Error(), string(seed)) {
		t.Errorf("a key that is not known: %v", err)
	}
}

// Credentials that run out while they are used are said to have; a new file in their place is
// used without a start.
func TestCredentialsThatRunOutAreRenewed(t *testing.T) {
	o := operated(t)
	team := o.account(t, &noLimits)
	file := o.user(t, team, func(c *jwt.UserClaims) { c.Expires = time.Now().Add(2 * time.Second).Unix() })
	j, err := o.with(t, file, "S")
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, j, 1)
	journaltest.Until(t, "they have run out", func() bool { return strings.Contains(j.Trouble(), "the credentials have expired: those in "+file) })
	if err := os.Rename(o.user(t, team, nil), file); err != nil {
		t.Fatal(err)
	}
	journaltest.Until(t, "the new ones are used", func() bool { return j.Trouble() == "" })
	mustAppend(t, j, 1)
}

// Each permission that is missing is named at once, wherever it is: who may only read reads.
func TestPermissionsThatAreMissing(t *testing.T) {
	o := operated(t)
	team := o.account(t, &noLimits)
	j, err := o.with(t, o.user(t, team, nil), "S")
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, j, 1)
	without := func(subject string) string {
		return o.user(t, team, func(c *jwt.UserClaims) { c.Pub.Deny.Add(subject) })
	}
	for stream, subject := range map[string]string{
		"S": "$JS.API.DIRECT.GET.S", "S ": "$JS.API.STREAM.MSG.GET.S", " S": "$JS.API.STREAM.INFO.S", "T": "$JS.API.STREAM.CREATE.T",
	} {
		began := time.Now()
		_, err := o.with(t, without(subject), strings.TrimSpace(stream))
		if took := time.Since(began); !errors.Is(err, login.ErrForbidden) || !strings.Contains(err.Error(), "to publish to "+subject) || took > client.AskPatience {
			t.Errorf("without %s after %v: %v", subject, took, err)
		}
	}
	reader, err := o.with(t, without("S.>"), "S")
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(t, reader, 0); fmt.Sprint(got) != "[1]" {
		t.Errorf("it reads %v", got)
	}
	if notes := reader.Notes(); len(notes) != 1 || !strings.Contains(notes[0], "cannot be kept") || !strings.Contains(notes[0], "S._.ids") {
		t.Errorf("at its start it says %q", notes)
	}
	began := time.Now()
	_, err = reader.Append(request(1, "x"), nil)
	if took := time.Since(began); !errors.Is(err, journal.ErrNotKept) || !errors.Is(err, login.ErrForbidden) || !strings.Contains(err.Error(), "to publish to S.") || took > ackPatience {
		t.Errorf("who may only read writes, after %v: %v", took, err)
	}
	// One subject alone: the others are kept.
	some, err := o.with(t, without("S.denied.>"), "S")
	if err != nil {
		t.Fatal(err)
	}
	if notes := some.Notes(); len(notes) != 0 {
		t.Errorf("at its start it says %q", notes)
	}
	mustAppend(t, some, 1)
	denied := request(1, "x")
	denied.WriteKey = "denied"
	if _, err := some.Append(denied, nil); !errors.Is(err, login.ErrForbidden) {
		t.Errorf("the denied one: %v", err)
	}
	mustAppend(t, some, 1)
	if got, err := o.admins(t, team).Stream(t.Context(), "S"); err != nil || got.CachedInfo().State.LastSeq != 3 {
		t.Errorf("the stream has %+v, %v", got, err)
	}
}

// admins gives JetStream as those have it who look after an account.
func (o *operator) admins(t *testing.T, account nkeys.KeyPair) jetstream.JetStream {
	t.Helper()
	return o.entered(t, o.user(t, account, nil))
}

// A permission to read that is taken away is trouble, until it is given back.
func TestAPermissionThatIsTakenAway(t *testing.T) {
	all := &server.Permissions{Publish: &server.SubjectPermission{Allow: []string{">"}}, Subscribe: &server.SubjectPermission{Allow: []string{">"}}}
	less := &server.Permissions{Publish: &server.SubjectPermission{Deny: []string{"$JS.API.DIRECT.GET.S"}}, Subscribe: all.Subscribe}
	user := func(may *server.Permissions) []*server.User {
		return []*server.User{{Username: "me", Password: "x", Permissions: may}}
	}
	s := serving(t, func(o *server.Options) { o.Users = user(all) })
	j := opened(t, strings.Replace(s.address("S"), "nats://", "nats://me:x@", 1))
	mustAppend(t, j, 1)
	change := func(may *server.Permissions) {
		s.opts.Users = user(may)
		s.stop()
		s.start()
	}
	change(less)
	journaltest.Until(t, "it is said what may not be read", func() bool { return strings.Contains(j.Trouble(), "to publish to $JS.API.DIRECT.GET.S") })
	change(all)
	journaltest.Until(t, "all is well again", func() bool { return j.Trouble() == "" })
	mustAppend(t, j, 1)
}

// What an account may not have is refused with the reason of the server.
func TestLimitsOfAnAccount(t *testing.T) {
	o := operated(t)
	if _, err := o.with(t, o.user(t, o.account(t, nil), nil), "S"); !errors.Is(err, client.ErrServer) || !strings.Contains(err.Error(), "not enabled for account") {
		t.Errorf("without JetStream: %v", err)
	}
	small := noLimits
	small.Streams, small.DiskStorage = 1, 20_000
	account := o.account(t, &small)
	creds := o.user(t, account, nil)
	j, err := o.with(t, creds, "S")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.with(t, creds, "T"); !errors.Is(err, client.ErrServer) || !strings.Contains(err.Error(), "maximum number of streams reached") || !strings.Contains(err.Error(), "nats stream add T ") {
		t.Errorf("a second stream: %v", err)
	}
	refills(t, j, "resource limits exceeded", func() {
		stream, err := o.admins(t, account).Stream(t.Context(), "S")
		if err != nil {
			t.Fatal(err)
		}
		if err := stream.Purge(t.Context(), jetstream.WithPurgeKeep(1)); err != nil {
			t.Fatal(err)
		}
	})
}

// A full stream that refuses what is new has nothing acknowledged that is not kept, and takes
// again when there is room.
func TestAFullStreamThatRefuses(t *testing.T) {
	for says, change := range map[string]func(*jetstream.StreamConfig){
		"maximum messages exceeded": func(cfg *jetstream.StreamConfig) { cfg.MaxMsgs = 3 },
		"maximum bytes exceeded":    func(cfg *jetstream.StreamConfig) { cfg.MaxBytes = 20_000 },
	} {
		s := serving(t)
		made(t, s, func(cfg *jetstream.StreamConfig) { cfg.Discard = jetstream.DiscardNew; change(cfg) })
		refills(t, opened(t, s.address("S")), says, func() {
			stream, err := s.admin().Stream(t.Context(), "S")
			if err != nil {
				t.Fatal(err)
			}
			if err := stream.Purge(t.Context(), jetstream.WithPurgeKeep(1)); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// refills appends until the stream is full, has room made, and goes on.
func refills(t *testing.T, j *Journal, says string, room func()) {
	t.Helper()
	kept := 0
	for {
		_, err := j.Append(request(1, strings.Repeat("x", 4000)), nil)
		if err == nil && kept < 10 {
			kept++
			continue
		}
		if !errors.Is(err, journal.ErrNotKept) || !strings.Contains(err.Error(), says) {
			t.Fatalf("after %d: %v, want %s", kept, err, says)
		}
		break
	}
	if got := ids(t, j, 0); len(got) != kept || kept == 0 {
		t.Errorf("%d were acknowledged, and there are %v", kept, got)
	}
	room()
	journaltest.Until(t, "there is room", func() bool {
		_, err := j.Append(request(1, "x"), nil)
		return err == nil
	})
}
