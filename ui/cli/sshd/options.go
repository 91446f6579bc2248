package sshd

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/pflag"
	gossh "golang.org/x/crypto/ssh"

	"segtap/mapping"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
	"segtap/ui/cli/sshd/authorized"
	"segtap/ui/cli/sshd/hostkey"
)

// Options are the flags of screens over SSH.
type Options struct {
	address string
	doors   doors
	idle    time.Duration
}

// usualIdle is for how long no key may be pressed where nobody says otherwise.
const usualIdle = 8 * time.Hour

// AddFlags adds the flags.
func (o *Options) AddFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.address, "ssh", "", "show screens over SSH on this `address` too, such as :2222; needs --authorized-keys or --ssh-write")
	flags.StringVar(&o.doors.readers, "authorized-keys", "", "`file` of the public keys that log in over SSH to look, as OpenSSH's authorized_keys; it is read again at each login")
	flags.StringVar(&o.doors.writers, "ssh-write", "", "`file` of the public keys that log in over SSH and may replay, edit, mark, clear and set faults too")
	flags.DurationVar(&o.idle, "ssh-idle", usualIdle, "end a session over SSH in which no key was pressed for this `time`; 0 for never")
}

// Dir is where the host key is kept.
func Dir() string { return filepath.Join(xdg.DataHome, "segtap") }

// Open opens the listener, so that nothing is captured where it cannot be opened; nil where no screens are wanted over SSH.
func (o *Options) Open(std console.Streams, opt *capturing.Options, judge *mapping.Judge, e *capturing.Endpoint) (*Server, error) {
	if wrong := o.check(); wrong != nil || o.address == "" {
		return nil, wrong
	}
	if _, err := o.doors.open(); err != nil {
		return nil, o.doors.failed(err)
	}
	key, path, err := hostkey.Open(Dir())
	switch {
	case errors.Is(err, hostkey.ErrExposed):
		return nil, console.Cannot("remove it, so that another is made, and tell who logs in; or chmod 600 where nobody has read it", "cannot use the host key: %w", err)
	case err != nil && !stands(path):
		return nil, console.Cannot("give yourself the right to write in "+Dir()+", or set XDG_DATA_HOME to another directory", "cannot use the host key: %w", err)
	case err != nil:
		return nil, console.Cannot("remove "+path+", so that another is made, or set XDG_DATA_HOME", "cannot use the host key: %w", err)
	}
	ln, err := net.Listen("tcp", o.address)
	if err != nil {
		return nil, console.Cannot("give --ssh another address, such as :2222", "cannot listen for SSH on %s: %w", o.address, err)
	}
	env, mistakes := opt.Env(judge)
	e.Reached(&env)
	console.Advise(std, mistakes)
	console.Say(std, []string{fmt.Sprintf("screens over SSH on %s, host key %s", ln.Addr(), gossh.FingerprintSHA256(key.PublicKey()))})
	return newServer(ln, key, *o, capture{e, opt.Destination.Name, env}, std.Log), nil
}

// stands says whether there is something by a name.
func stands(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// check says which flags do not go together.
func (o *Options) check() error {
	switch {
	case o.address == "" && (o.doors.readers != "" || o.doors.writers != ""):
		return console.Usage("add --ssh :2222", "--authorized-keys and --ssh-write are for --ssh")
	case o.address == "" && o.idle != usualIdle && o.idle != 0: // which it is where there are no flags
		return console.Usage("add --ssh :2222", "--ssh-idle is for --ssh")
	case o.address != "" && o.doors.readers == "" && o.doors.writers == "":
		return console.Usage("such as --authorized-keys ~/.ssh/authorized_keys", "--ssh shows screens to who has a key: give the file of the keys")
	case o.idle < 0:
		return console.Usage("0 is for never", "--ssh-idle takes a time from 0 on")
	}
	return nil
}

// doors are the files that say who comes in.
type doors struct{ readers, writers string }

// grant is what a key may do.
type grant struct {
	comment string
	writes  bool
}

// door is one of the files.
type door struct {
	path   string
	writes bool
	keys   authorized.Keys
	err    error // why it cannot be read
}

// both are the files as they are at a time: of who may look, and of who may write.
type both [2]door

// read reads each file by itself.
func (d *doors) read() both {
	files := both{{path: d.readers}, {path: d.writers, writes: true}}
	for i := range files {
		if of := &files[i]; of.path != "" {
			of.keys, of.err = authorized.Read(of.path)
		}
	}
	return files
}

// open reads who comes in, by the names of the keys: nobody, where one of the files cannot be read.
func (d *doors) open() (map[string]grant, error) {
	all := make(map[string]grant)
	for _, of := range d.read() {
		if of.err != nil {
			return nil, of.err
		}
		for name, comment := range of.keys {
			all[name] = grant{comment, of.writes}
		}
	}
	return all, nil
}

// leaves says why a key that was let in may not go on as it does; empty when it may. What cannot be read throws nobody out
// who was let in by it, and keeps nobody in who was by the other.
func (b *both) leaves(key string, may grant) string {
	own, other := &b[0], &b[1]
	if may.writes {
		own, other = other, own
	}
	_, in := own.keys[key]
	_, also := other.keys[key]
	switch {
	case own.err != nil:
		return ""
	case in && (may.writes || !also):
		return ""
	case also:
		return "what the key may do has changed: log in again"
	}
	return "the key may not log in any more"
}

// failed says what cannot be read at the start.
func (d *doors) failed(err error) error {
	var hinted interface{ Hint() string }
	switch {
	case errors.As(err, &hinted):
		return console.Usage(hinted.Hint(), "%w", err)
	case errors.Is(err, authorized.ErrWritable):
		return console.Cannot("who writes it says who logs in", "cannot use the keys: %w", err)
	}
	return console.Cannot("give --authorized-keys and --ssh-write files of public keys", "cannot read the keys: %w", err)
}
