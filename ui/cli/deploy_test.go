package cli

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/nats-io/nats-server/v2/server"

	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// deployDir holds the files for a team's capture.
const deployDir = "../../docs/deploy"

// at returns what stands at a path of names and numbers; nil for nothing.
func at(of any, path ...any) any {
	for _, step := range path {
		switch name := step.(type) {
		case string:
			m, _ := of.(map[string]any)
			of = m[name]
		case int:
			list, _ := of.([]any)
			if name >= len(list) {
				return nil
			}
			of = list[name]
		}
	}
	return of
}

// deployed reads all objects of the files for Kubernetes, by kind and name.
func deployed(t *testing.T) map[string]any {
	t.Helper()
	return objectsOf(t, "namespace.yaml", "nats.yaml", "segtap.yaml", "network.yaml")
}

// objectsOf reads the objects of some files.
func objectsOf(t *testing.T, files ...string) map[string]any {
	t.Helper()
	all := make(map[string]any)
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(deployDir, name))
		if err != nil {
			t.Fatal(err)
		}
		for documents := yaml.NewDecoder(bytes.NewReader(text)); ; {
			var o map[string]any
			err := documents.Decode(&o)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			all[at(o, "kind").(string)+"/"+at(o, "metadata", "name").(string)] = any(o)
		}
	}
	return all
}

// texts are the strings of a list.
func texts(list any) (all []string) {
	of, _ := list.([]any)
	for _, one := range of {
		text, _ := one.(string)
		all = append(all, text)
	}
	return all
}

// takenAsServe fails unless the arguments and the environment of a container are those of a `segtap serve`.
func takenAsServe(t *testing.T, args, environment []string) {
	t.Helper()
	root := newRoot(console.Streams{})
	cmd, rest, err := root.Find(args)
	if err != nil || cmd.Name() != "serve" {
		t.Fatalf("%q is %v, %v", args, cmd, err)
	}
	if err := cmd.ParseFlags(rest); err != nil || cmd.Flags().NArg() > 0 {
		t.Errorf("%q: %v, %q", args, err, cmd.Flags().Args())
	}
	for _, name := range environment {
		known := name == config.Variable(config.APITokenSetting) || name == "XDG_CONFIG_HOME"
		for _, f := range config.FlagNames(root) {
			known = known || name == config.Variable(f)
		}
		if !known {
			t.Errorf("no setting of segtap is called %s", name)
		}
	}
	if at := cmd.Flags().Lookup("monitoring").Value.String(); at != "0.0.0.0:9464" {
		t.Errorf("monitoring on %q", at)
	}
}

// pinned fails unless an image has a version.
func pinned(t *testing.T, image any) {
	t.Helper()
	if name, _ := image.(string); !regexp.MustCompile(`^[a-z]+:\d+\.\d+\.\d+(-alpine)?$`).MatchString(name) {
		t.Errorf("the image %v is not pinned to a version", image)
	}
}

// configuresNATS fails unless nats-server takes arguments and the configuration that they name.
func configuresNATS(t *testing.T, args []string) *server.Options {
	t.Helper()
	t.Setenv("NATS_PASSWORD", "s0123456789abcdef")
	for i := range args {
		if args[i] == "/etc/nats/nats.conf" {
			args[i] = filepath.Join(deployDir, "nats.conf")
		}
	}
	opts, err := server.ConfigureOptions(flag.NewFlagSet("nats-server", flag.ContinueOnError), args, nil, nil, nil)
	if err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	if !opts.JetStream || opts.StoreDir != "/data" || opts.Cluster.Name != "segtap" || opts.ServerName == "" || opts.Users[0].Password != "s0123456789abcdef" || len(opts.Routes) < 2 {
		t.Errorf("%q: %+v", args, opts)
	}
	return opts
}

// The compose file is one that segtap and NATS can be started by, as what it says they are.
func TestTheDeploymentOnOneMachine(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(deployDir, "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var compose map[string]any
	if err := yaml.Unmarshal(text, &compose); err != nil {
		t.Fatal(err)
	}
	services := at(compose, "services").(map[string]any)
	if names := slices.Sorted(maps.Keys(services)); !slices.Equal(names, []string{"caddy", "nats-0", "nats-1", "nats-2", "segtap-1", "segtap-2"}) {
		t.Fatal(names)
	}
	caddyfile, err := os.ReadFile(filepath.Join(deployDir, "Caddyfile"))
	if err != nil {
		t.Fatal(err)
	}
	for name, service := range services {
		pinned(t, at(service, "image"))
		for _, on := range texts(at(service, "depends_on")) {
			if services[on] == nil {
				t.Errorf("%s depends on %s", name, on)
			}
		}
		for _, volume := range texts(at(service, "volumes")) {
			from, _, _ := strings.Cut(volume, ":")
			_, named := at(compose, "volumes", from).(map[string]any)
			if _, err := os.Stat(filepath.Join(deployDir, from)); strings.HasPrefix(from, ".") && err != nil || !strings.HasPrefix(from, ".") && !named {
				t.Errorf("%s has the volume %s: %v", name, volume, err)
			}
		}
		for _, port := range texts(at(service, "ports")) {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s is open to others on %s", name, port)
			}
		}
		if hardened := at(service, "read_only") == true && slices.Equal(texts(at(service, "cap_drop")), []string{"ALL"}); !hardened && name != "caddy" {
			t.Errorf("%s may do more than it needs to", name)
		}
		args := texts(at(service, "command"))
		switch {
		case strings.HasPrefix(name, "segtap"):
			environment := slices.Collect(maps.Keys(at(service, "environment").(map[string]any)))
			takenAsServe(t, args, environment)
			if !strings.Contains(string(caddyfile), name+":8910") || at(service, "build", "dockerfile") != "packaging/Containerfile" {
				t.Errorf("%s: %v", name, service)
			}
			for _, host := range regexp.MustCompile(`nats-\d`).FindAllString(at(service, "environment", "SEGTAP_JOURNAL").(string), -1) {
				if services[host] == nil {
					t.Errorf("%s writes to %s", name, host)
				}
			}
		case strings.HasPrefix(name, "nats"):
			if opts := configuresNATS(t, args); opts.ServerName != name {
				t.Errorf("%s is called %s", name, opts.ServerName)
			}
		}
	}
}

// What README.md adds for screens over SSH is taken by segtap, and adds to what is there.
func TestScreensOfADeployment(t *testing.T) {
	_, block, _ := strings.Cut(readme(t), "```yaml\n")
	block, _, _ = strings.Cut(block, "```")
	var added map[string]any
	if err := yaml.Unmarshal([]byte(block), &added); err != nil {
		t.Fatal(err)
	}
	of := at(added, "services", "segtap-1")
	environment, _ := at(of, "environment").(map[string]any)
	known := make(map[string]bool)
	for _, flag := range config.FlagNames(newRoot(console.Streams{})) {
		known[config.Variable(flag)] = true
	}
	for name := range environment {
		if !known[name] {
			t.Errorf("no setting is called %s", name)
		}
	}
	volumes := texts(at(of, "volumes"))
	if environment["SEGTAP_SSH"] != ":2222" || environment["SEGTAP_AUTHORIZED_KEYS"] != "/keys/readers" || environment["SEGTAP_SSH_WRITE"] != "/keys/writers" ||
		!slices.Equal(volumes, []string{"./readers:/keys/readers:ro", "./writers:/keys/writers:ro"}) {
		t.Errorf("%v and %v", environment, volumes)
	}
}

// The component for screens over SSH adds settings that there are, and its ports, volumes and Secret fit together, and to
// what README.md says. The Secret is mounted so that segtap takes the host key in it.
func TestTheComponentOfScreens(t *testing.T) {
	pod := at(objectsOf(t, "ssh/serve.yaml")["Deployment/segtap"], "spec", "template", "spec")
	container := at(pod, "containers", 0)
	environment := make(map[string]string)
	list, _ := at(container, "env").([]any)
	for _, variable := range list {
		environment[at(variable, "name").(string)] = at(variable, "value").(string)
	}
	mount, volume := at(container, "volumeMounts", 0), at(pod, "volumes", 0)
	if port := at(container, "ports", 0); environment["SEGTAP_SSH"] != ":2222" || at(port, "containerPort") != uint64(2222) {
		t.Errorf("%v, and the port %v", environment, port)
	}
	objects := objectsOf(t, "ssh/ssh.yaml")
	if at(objects["Service/segtap-ssh"], "spec", "ports", 0, "targetPort") != "ssh" || at(objects["NetworkPolicy/segtap-ssh"], "spec", "ingress", 0, "ports", 0, "port") != "ssh" || at(container, "ports", 0, "name") != "ssh" {
		t.Errorf("%v", objects)
	}
	files := make(map[string]string)
	items, _ := at(volume, "secret", "items").([]any)
	for _, item := range items {
		key := at(item, "key").(string)
		if !strings.Contains(readme(t), "--from-file="+key) {
			t.Errorf("README.md makes no secret with %s", key)
		}
		files[at(mount, "mountPath").(string)+"/"+at(item, "path").(string)] = key
	}
	if at(volume, "name") != at(mount, "name") || files[environment["SEGTAP_AUTHORIZED_KEYS"]] != "readers" || files[environment["SEGTAP_SSH_WRITE"]] != "writers" || files[environment["XDG_DATA_HOME"]+"/segtap/ssh_host_ed25519_key"] == "" {
		t.Errorf("%v, and %v", environment, files)
	}
	if mode := at(volume, "secret", "defaultMode"); mode != uint64(0o400) || at(deployed(t)["Deployment/segtap"], "spec", "template", "spec", "securityContext", "fsGroup") == nil {
		t.Errorf("others can read the host key, or segtap cannot: %v", mode)
	}
	for name := range environment {
		if flag := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, "SEGTAP_"), "_", "-")); name != "XDG_DATA_HOME" && !slices.Contains(config.FlagNames(newRoot(console.Streams{})), flag) {
			t.Errorf("no setting is called %s", name)
		}
	}
}

// The objects for Kubernetes fit together: names, ports, secrets, probes and who may speak to whom.
func TestTheDeploymentOnKubernetes(t *testing.T) {
	all := deployed(t)
	for kind, name := range map[string]string{"Deployment": "segtap", "StatefulSet": "nats"} {
		of := all[kind+"/"+name]
		pod := at(of, "spec", "template", "spec")
		container := at(pod, "containers", 0)
		pinned(t, at(container, "image"))
		if at(of, "spec", "selector", "matchLabels", "app") != name || at(of, "spec", "template", "metadata", "labels", "app") != name || at(all["Service/"+name], "spec", "selector", "app") != name {
			t.Errorf("%s is not what its Service selects", name)
		}
		if at(pod, "securityContext", "runAsNonRoot") != true || at(pod, "securityContext", "seccompProfile", "type") != "RuntimeDefault" || at(pod, "automountServiceAccountToken") != false ||
			at(container, "securityContext", "readOnlyRootFilesystem") != true || at(container, "securityContext", "allowPrivilegeEscalation") != false || at(container, "securityContext", "capabilities", "drop", 0) != "ALL" {
			t.Errorf("%s may do more than it needs to", name)
		}
		ports := make(map[any]any)
		list, _ := at(container, "ports").([]any)
		for _, port := range list {
			ports[at(port, "name")] = at(port, "containerPort")
		}
		for _, probe := range []string{"startupProbe", "livenessProbe", "readinessProbe"} {
			if port := at(container, probe, "httpGet", "port"); ports[port] == nil {
				t.Errorf("%s: %s asks the port %v", name, probe, port)
			}
		}
		list, _ = at(all["Service/"+name], "spec", "ports").([]any)
		for _, port := range list {
			if ports[at(port, "targetPort")] == nil {
				t.Errorf("the Service %s has the port %v", name, port)
			}
		}
		var environment []string
		list, _ = at(container, "env").([]any)
		for _, variable := range list {
			if name := at(variable, "name").(string); strings.HasPrefix(name, "SEGTAP_") {
				environment = append(environment, name)
			}
			secret := at(variable, "valueFrom", "secretKeyRef")
			if key, _ := at(secret, "key").(string); secret != nil && !strings.Contains(readme(t), "--from-literal="+key+"=") {
				t.Errorf("README.md makes no secret %v", secret)
			}
		}
		args := texts(at(container, "args"))
		switch name {
		case "segtap":
			takenAsServe(t, args, environment)
			if at(container, "readinessProbe", "httpGet", "path") != "/readyz" || at(container, "livenessProbe", "httpGet", "path") != "/healthz" || ports["http"] != uint64(8910) || ports["monitoring"] != uint64(9464) {
				t.Errorf("%v, ports %v", container, ports)
			}
		case "nats":
			opts := configuresNATS(t, args)
			if uint64(opts.Port) != ports["client"] || uint64(opts.HTTPPort) != ports["monitor"] || uint64(opts.Cluster.Port) != ports["cluster"] {
				t.Errorf("listens on %d, %d and %d, and has the ports %v", opts.Port, opts.HTTPPort, opts.Cluster.Port, ports)
			}
		}
		policy := all["NetworkPolicy/"+name]
		if at(policy, "spec", "podSelector", "matchLabels", "app") != name || !slices.Equal(texts(at(policy, "spec", "policyTypes")), []string{"Ingress", "Egress"}) {
			t.Errorf("nobody says who may speak to %s: %v", name, policy)
		}
	}
	if backend := at(all["Ingress/segtap"], "spec", "rules", 0, "http", "paths", 0, "backend", "service"); at(backend, "name") != "segtap" || at(backend, "port", "name") != "http" {
		t.Errorf("the Ingress leads to %v", backend)
	}
	var kustomization map[string]any
	text, err := os.ReadFile(filepath.Join(deployDir, "kustomization.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &kustomization); err != nil {
		t.Fatal(err)
	}
	named := texts(at(kustomization, "resources"))
	for i := range 2 {
		named = append(named, texts(at(kustomization, "configMapGenerator", i, "files"))...)
	}
	for _, name := range named {
		if _, err := os.Stat(filepath.Join(deployDir, name)); err != nil {
			t.Error(err)
		}
	}
}

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(deployDir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A serve that is started as the files do, but for where it listens and keeps, is ready where the probes ask.
func TestTheDeployedServeIsReady(t *testing.T) {
	args := texts(at(deployed(t)["Deployment/segtap"], "spec", "template", "spec", "containers", 0, "args"))
	for i := range args {
		if strings.HasPrefix(args[i], "0.0.0.0:") {
			args[i] = "127.0.0.1:0"
		}
	}
	if i := slices.Index(args, "--journal-replicas"); i >= 0 {
		args = append(slices.Delete(args, i, i+2), "--memory") // no NATS is here
	}
	cmd := program(t, args...)
	cmd.Env = append(exampleEnv(t), "SEGTAP_API_TOKEN=tok-0123456789abcdef0123")
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = cmd.Process.Signal(syscall.SIGTERM), cmd.Wait() }()
	found := told(t, errs, regexp.MustCompile(`monitoring: (http://[^/]+)/`), regexp.MustCompile(`listening on (http://[^"]+)"`))
	for _, url := range []string{found[0] + "/readyz", found[0] + "/healthz", found[0] + "/metrics"} {
		res, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", url, res.Status)
		}
	}
}

// told reads lines until each of some patterns has been found, and returns what their groups have.
func told(t *testing.T, from io.Reader, patterns ...*regexp.Regexp) []string {
	t.Helper()
	found := make([]string, len(patterns))
	var text []byte
	for slices.Contains(found, "") {
		var some [512]byte
		n, err := from.Read(some[:])
		if text = append(text, some[:n]...); err != nil {
			t.Fatalf("%v, after\n%s", err, text)
		}
		for i, pattern := range patterns {
			if m := pattern.FindSubmatch(text); m != nil {
				found[i] = string(m[1])
			}
		}
	}
	return found
}

// The commands of the pages on running segtap for others are such, and name files that are there.
func TestTheCommandsOfOperators(t *testing.T) {
	found := 0
	for _, page := range []string{"../../docs/monitoring.md", "../../docs/sizing.md", deployDir + "/README.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^(?:\./)?segtap (serve [^&\n]*)`).FindAllStringSubmatch(string(text), -1) {
			found++
			cmd, rest, err := newRoot(console.Streams{}).Find(strings.Fields(m[1]))
			if err != nil || cmd.ParseFlags(rest) != nil {
				t.Errorf("%s: segtap %s", page, m[1])
			}
		}
		for _, m := range regexp.MustCompile(`(?m) -[fk] ((?:docs|packaging)/[\w./-]*\w)`).FindAllStringSubmatch(string(text), -1) {
			found++
			if _, err := os.Stat("../../" + m[1]); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
		for _, m := range regexp.MustCompile(`--[a-z]+(?:-[a-z]+)+|--quiet|--journal|--monitoring`).FindAllString(string(text), -1) {
			ours := slices.Contains(config.FlagNames(newRoot(console.Streams{})), m[2:])
			if others := []string{"--from-literal", "--from-file", "--max-age", "--max-bytes"}; !ours && !slices.Contains(others, m) {
				t.Errorf("%s: there is no %s", page, m)
			}
		}
	}
	if found < 5 {
		t.Errorf("found only %d commands", found)
	}
}
