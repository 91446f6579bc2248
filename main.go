// Segtap shows Segment Track calls beside the LaunchDarkly custom events they
// become. See README.md.
package main

import (
	"os"

	"segtap/ui/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
