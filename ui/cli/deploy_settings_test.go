package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// The settings that the deployments mount are the configuration of segtap that is read there, and with their lines taken
// in they set what there is, by files beside them.
func TestTheSettingsOfADeployment(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(deployDir, "settings", "config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	given := regexp.MustCompile(`(?m)^# ([a-z-]+ = .*)$`).FindAllStringSubmatch(string(text), -1)
	if len(given) < 3 {
		t.Errorf("config.toml offers %q", given)
	}
	for _, line := range given {
		if _, err := config.Parse("config.toml", false, []byte(line[1])); err != nil {
			t.Error(err)
		}
		if name, _, _ := strings.Cut(line[1], " "); !slices.Contains(config.FlagNames(newRoot(console.Streams{})), name) {
			t.Errorf("no setting is called %s", name)
		}
		if strings.Contains(line[1], ".json") && !strings.Contains(line[1], `"/settings/segtap/`) {
			t.Errorf("%s names a file that is not mounted", line[1])
		}
	}
	const in = "/settings"
	pod := at(deployed(t)["Deployment/segtap"], "spec", "template", "spec")
	container := at(pod, "containers", 0)
	environment, _ := at(container, "env").([]any)
	mounts, _ := at(container, "volumeMounts").([]any)
	looks := slices.ContainsFunc(environment, func(v any) bool { return at(v, "name") == "XDG_CONFIG_HOME" && at(v, "value") == in })
	mounted := slices.ContainsFunc(mounts, func(v any) bool { return at(v, "mountPath") == in+"/segtap" && at(v, "name") == "settings" })
	if !looks || !mounted || at(pod, "volumes", 1, "configMap", "name") != "segtap-settings" {
		t.Errorf("the Deployment reads no settings: %v", container)
	}
	compose, err := os.ReadFile(filepath.Join(deployDir, "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(compose), "'./settings:"+in+"/segtap:ro'"); n != 2 || !strings.Contains(string(compose), "XDG_CONFIG_HOME: "+in+" ") {
		t.Errorf("%d serve of compose.yaml have the settings", n)
	}
}
