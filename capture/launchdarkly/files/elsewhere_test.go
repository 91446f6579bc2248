package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileElsewhereIsNotRead(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("SECRET"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"absolute": filepath.ToSlash(secret), "above": "../name.txt", "a link": "link", "beneath": "sub/name.txt"} {
		t.Run(name, func(t *testing.T) {
			dir := writeModule(t, map[string]string{
				"name.txt": "SECRET", "main/sub/name.txt": "Order", "main/main.tf": metricWith("event_key = file(\"" + path + "\")"),
			})
			dir = filepath.Join(dir, "main")
			if err := os.Symlink(secret, filepath.Join(dir, "link")); err != nil {
				t.Skip(err)
			}
			c, warnings, err := readFiles(dir)
			if err != nil {
				t.Fatal(err)
			}
			said := strings.Join(warnings, "\n")
			switch {
			case name == "beneath":
				if len(c.Metrics) != 1 || c.Metrics[0].EventKey != "Order" {
					t.Errorf("%+v, %s", c.Metrics, said)
				}
			case len(c.Metrics) != 0 || !c.MetricsPartial || strings.Contains(said, "SECRET") || !strings.Contains(said, "give the plan instead"):
				t.Errorf("%+v, partial %v, %s", c.Metrics, c.MetricsPartial, said)
			}
		})
	}
}
