package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// messages writes messages of about 1 KB, one a line. Some have what is often wrong.
func messages(path string, count int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(file, 1<<20)
	var line []byte
	for i := range count {
		line = append(line[:0], appendTrackCall(nil, i%connections, i, 0, 900)...)
		switch i % 50 {
		case 0:
			line = bytes.Replace(line, []byte(`"revenue":59.9`), []byte(`"revenue":"$9"`), 1)
		case 1:
			line = bytes.Replace(line, []byte(`"userId"`), []byte(`"ruseId"`), 1)
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// took runs a command and prints the seconds it took, those of the processors, and
// the most memory it had, in MB. What it prints goes nowhere: through a pipe, whoever reads
// it would take a good part of one of the processors, and map waits for that.
func took(command []string) error {
	cmd := exec.Command(command[0], command[1:]...)
	began := time.Now()
	err := cmd.Run() // some end with 1, having found what is wrong
	seconds := time.Since(began).Seconds()
	if cmd.ProcessState == nil {
		return err
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return fmt.Errorf("this system does not say what %s used", command[0])
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	fmt.Printf("%.4f %.4f %d\n", seconds, cpu.Seconds(), usage.Maxrss>>10)
	return nil
}
