package cli

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/charmbracelet/x/term"
	"golang.org/x/crypto/ssh"
)

// sshClient is a client of SSH as people have one: `segtap-ssh ADDRESS KEY [COMMAND]` shows in its terminal what the server
// shows, and ends with its exit code.
func sshClient() int {
	if err := sshLogin(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		var exit *ssh.ExitError
		if errors.As(err, &exit) {
			return exit.ExitStatus()
		}
		fmt.Fprintln(os.Stderr, "segtap-ssh:", err)
		return 255
	}
	return 0
}

// sshKeygen makes keys: `segtap-keygen NAME…` writes the private key to NAME, and the public one to NAME.pub.
func sshKeygen() int {
	for _, name := range os.Args[1:] {
		if err := makeKey(name); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return 0
}

func makeKey(path string) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		return err
	}
	signer, err := ssh.NewSignerFromSigner(private)
	if err != nil {
		return err
	}
	public := ssh.MarshalAuthorizedKey(signer.PublicKey())
	public = fmt.Appendf(public[:len(public)-1], " %s@laptop\n", filepath.Base(path))
	return errors.Join(os.WriteFile(path, pem.EncodeToMemory(block), 0o600), os.WriteFile(path+".pub", public, 0o600))
}

// sshDial logs in with a key.
func sshDial(address, key string) (*ssh.Client, error) {
	config, err := sshConfig(key)
	if err != nil {
		return nil, err
	}
	return ssh.Dial("tcp", address, config)
}

// sshConfig is with what a key logs in.
func sshConfig(key string) (*ssh.ClientConfig, error) {
	text, err := os.ReadFile(key)
	if err != nil {
		return nil, err
	}
	signer, err := ssh.ParsePrivateKey(text)
	if err != nil {
		return nil, err
	}
	return &ssh.ClientConfig{
		User: "somebody", Auth: []ssh.AuthMethod{ssh.PublicKeys(signer)}, Timeout: patience,
		HostKeyCallback: func(string, net.Addr, ssh.PublicKey) error { return nil },
	}, nil
}

func sshLogin(address, key string, command []string) error {
	client, err := sshDial(address, key)
	if err != nil {
		return err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return err
	}
	session.Stdin, session.Stdout, session.Stderr = os.Stdin, os.Stdout, os.Stderr
	if len(command) > 0 {
		return session.Run(command[0])
	}
	w, h, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return err
	}
	before, err := term.MakeRaw(os.Stdin.Fd())
	if err != nil {
		return err
	}
	defer func() { _ = term.Restore(os.Stdin.Fd(), before) }()
	for _, name := range []string{"COLORTERM", "NO_COLOR", "LC_ALL"} {
		if value := os.Getenv(name); value != "" {
			_ = session.Setenv(name, value) // a server need not take it
		}
	}
	if err := session.RequestPty(os.Getenv("TERM"), h, w, nil); err != nil {
		return err
	}
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, syscall.SIGWINCH)
	go func() {
		for range resized {
			if w, h, err := term.GetSize(os.Stdout.Fd()); err == nil {
				_ = session.WindowChange(h, w)
			}
		}
	}()
	in, err := stdinOf(session)
	if err != nil {
		return err
	}
	if err := session.Shell(); err != nil {
		return err
	}
	go func() { _, _ = io.Copy(in, os.Stdin) }()
	return session.Wait()
}

// stdinOf is where what is typed goes: a session that had it as its Stdin would wait for its end.
func stdinOf(session *ssh.Session) (io.WriteCloser, error) {
	session.Stdin = nil
	return session.StdinPipe()
}
