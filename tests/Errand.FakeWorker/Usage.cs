namespace Errand.FakeWorker;

internal static class Usage
{
    public const string Text =
        """
        errand-fake-worker: a worker that does what it is told. Steps run one after the other and are separated by a lone comma:

            errand-fake-worker say hello , edit src/a.txt "new text" , daemon 300 , exit 3

        Output
          say TEXT                 a line on standard output
          warn TEXT                a line on standard error
          print TEXT               the text alone, without a line end
          spew BYTES               lines of 80 bytes on standard output until so many bytes are out
          spew-error BYTES         the same on standard error
          spew-line BYTES          one line of so many bytes
          partial-utf8             a line whose multi-byte characters are cut between writes
          garbage                  bytes that are no UTF-8, NUL, terminal escapes, lone carriage returns, CRLF, and a last line without an end
        Files (relative to the working directory; directories are made as needed)
          edit PATH TEXT           write the whole file
          append PATH TEXT         append to it
          delete PATH              remove a file or a whole directory
          move FROM TO             rename
          mode OCTAL PATH          change the mode, such as 755
          symlink TARGET PATH      make a symbolic link
          touch PATH               make an empty file
          wait-file PATH           wait until it exists
          print-env PATH           write all environment variables as a JSON object
          pid PATH                 write the own process id
          echo-stdin PATH          copy standard input to a file, byte for byte, to its end
        Time and signals
          sleep SECONDS            sleep (fractions allowed)
          burn SECONDS             use one core
          hang                     wait for ever
          hang-stdin               wait for ever with standard input open and unread
          ignore-signals           ignore SIGINT and SIGTERM from here on; children inherit it
          crash SIGNAL             end by this signal number
          exit-first-thread        end the first thread alone: the process shows as a zombie and goes on
          exit CODE                end with this exit code
        Other processes
          child PROGRAM ARG...     start it in the background with our standard streams; PROGRAM self = this program
          run PROGRAM ARG...       start it and wait; a failure ends the script with the same exit code
          git ARG...               run git
          daemon SECONDS [PIDFILE] leave a daemon: no parent, own session, standard output still open
          daemon-clean SECONDS [PIDFILE]  the same with an empty environment
        Scripts
          play FILE                run the steps in a JSON file: [["say", "hello"], ["exit", "3"]]

        A script that ends without exit ends with 0. A step that makes no sense ends with 64.

        """;
}
