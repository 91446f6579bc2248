package files

import (
	"path/filepath"

	"segtap/capture/launchdarkly/files/module"
	"segtap/capture/regular"
	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
	"segtap/mapping/tree"
)

// maxFiles bounds how many files of one directory are read.
const maxFiles = 1000

// readModule reads the metrics of a Terraform module, or those of one of its files.
func readModule(dir regular.File, only string) (part, error) {
	within := func(path string) regular.File { return regular.File{Path: path, Within: dir.Within} }
	from := module.Source{
		List: func(path string) ([]string, error) {
			names, ok, err := within(path).List()
			switch {
			case err == nil && !ok:
				err = &tree.Error{Name: path, Problem: "there is no such directory"}
			case len(names) > maxFiles:
				err = &tree.Error{Name: path, Problem: "there are more than 1,000 files in it"}
			}
			return names, err
		},
		Read:    func(path string) ([]byte, error) { return within(path).Read(module.MaxFile) },
		Resolve: filepath.EvalSymlinks,
	}
	found, err := module.Read(&from, dir.Path, only)
	if err != nil {
		return part{}, err
	}
	name := only
	if name == "" {
		name = dir.Path
	}
	return configured(name, found)
}

// readModuleText reads the metrics of a text of Terraform's that stands alone.
func readModuleText(name string, text []byte) (part, error) {
	found, err := module.Text(name, text)
	if err != nil {
		return part{}, err
	}
	return configured(name, found)
}

// configured makes a catalogue of a module's metrics, as one is made of a plan's.
func configured(name string, found *module.Found) (part, error) {
	if len(found.Metrics) == 0 && !found.Partial {
		return part{}, &tree.Error{Name: name, Problem: "it is Terraform's, and there is no " + terraformMetric + " in it", Hint: "give the directory of the module that has the metrics"}
	}
	t := terraform{}
	for _, metric := range found.Metrics {
		doc, err := jsondoc.Parse(metric.Attributes)
		if err != nil {
			return part{}, &tree.Error{Name: metric.Place.File, Line: metric.Place.Line, Column: metric.Place.Column, Problem: "its values make no JSON"}
		}
		t.where = func(jsondoc.Value) origin.Place { return metric.Place }
		t.take(doc.Root())
	}
	c, odd := t.catalogue()
	c.MetricsPartial = found.Partial
	return part{name: name, own: c, warnings: odd, placed: found.Unknown}, nil
}

// moduleOf tells whether a file is Terraform's by its name, or a directory: its module,
// and which of its files was named.
func moduleOf(file regular.File) (dir regular.File, only string, ok bool, err error) {
	if module.IsFile(file.Path) {
		return regular.File{Path: filepath.Dir(file.Path), Within: file.Within}, filepath.Join(filepath.Dir(file.Path), filepath.Base(file.Path)), true, nil
	}
	names, isDir, err := file.List()
	if err != nil || !isDir {
		return file, "", false, err
	}
	for _, name := range names {
		if module.IsFile(name) {
			return file, "", true, nil
		}
	}
	return file, "", true, &tree.Error{Name: file.Path, Problem: "it is a directory, and there is no Terraform configuration (*.tf) in it", Hint: "give the directory of a Terraform module, or a file"}
}
