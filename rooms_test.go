package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRoomsStaySmall keeps packages, types and the shell of the screen to a size that a
// person has in mind at once. What has grown out of it is divided, by what it is about.
func TestRoomsStaySmall(t *testing.T) {
	const (
		mostFiles   = 15
		mostLines   = 2500
		mostMethods = 40
		mostInShell = 300 // lines of a file of ui itself
	)
	type room struct {
		files, lines int
		says         bool // what it promises, in a doc.go
	}
	rooms, methods := make(map[string]room), make(map[string]int)
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		dir, lines := filepath.ToSlash(filepath.Dir(file)), bytes.Count(text, []byte{'\n'})
		r := rooms[dir]
		rooms[dir] = room{r.files + 1, r.lines + lines, r.says || filepath.Base(file) == "doc.go"}
		if dir == "ui" && lines > mostInShell {
			t.Errorf("%s has %d lines; a file of the shell has %d at most", file, lines, mostInShell)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				methods[dir+"."+receiver(f)]++
			}
		}
	}
	for dir, r := range rooms {
		if !r.says && dir != "." && !strings.Contains(dir, "testdata") {
			t.Errorf("%s has no doc.go that says what it promises", dir)
		}
		if r.files > mostFiles || r.lines > mostLines {
			t.Errorf("%s has %d files and %d lines; %d and %d are the most", dir, r.files, r.lines, mostFiles, mostLines)
		}
	}
	for name, n := range methods {
		if n > mostMethods {
			t.Errorf("%s has %d methods; %d are the most", name, n, mostMethods)
		}
	}
}

// receiver returns the name of the type that a method is of.
func receiver(f *ast.FuncDecl) string {
	of := f.Recv.List[0].Type
	for {
		switch t := of.(type) {
		case *ast.StarExpr:
			of = t.X
		case *ast.IndexExpr:
			of = t.X
		case *ast.IndexListExpr:
			of = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}
