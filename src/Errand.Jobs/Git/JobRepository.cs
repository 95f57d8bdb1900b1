using Errand.Core;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Git;

/// <summary>
/// Errand's own bare git directory for a job. Git runs on this one, never on the worker's, and on the user's for refs only. It reads the user's objects by
/// alternates and keeps objects of its own where the user's store cannot be written.
/// </summary>
public sealed class JobRepository
{
    private const string SharedSetting = "sharedrepository";

    internal JobRepository(string directory, RepositorySpec user, ObjectFormat format)
    {
        Directory = directory;
        User = user;
        Format = format;
    }

    /// <summary>Absolute path of the bare git directory.</summary>
    public string Directory { get; }

    /// <summary>The user's repository.</summary>
    public RepositorySpec User { get; }

    internal ObjectFormat Format { get; }

    /// <summary>The directory's own object store.</summary>
    internal string OwnObjects => Path.Combine(Directory, "objects");

    /// <summary>The user's object store.</summary>
    internal string UserObjects => Path.Combine(User.CommonGitDirectory, "objects");

    /// <summary>The user's object store, or the own one where the user's cannot be written.</summary>
    internal string WritableObjects => Posix.IsWritable(UserObjects) ? UserObjects : OwnObjects;

    /// <summary>Whether something had to be kept here instead of in the user's store.</summary>
    internal bool HasOwnObjects => System.IO.Directory.EnumerateFileSystemEntries(OwnObjects)
        .Any(path => Path.GetFileName(path) is not ("info" or "pack") || Path.GetFileName(path) == "pack" && System.IO.Directory.EnumerateFiles(path).Any());

    /// <summary>Opens the directory, making it first if need be.</summary>
    /// <exception cref="ErrandException">The directory cannot be written, or git cannot read the user's repository.</exception>
    public static async Task<JobRepository> OpenAsync(GitClient git, RepositorySpec user, string directory, CancellationToken cancellationToken)
    {
        ObjectFormat format = user.BaseCommit is { } commit ? ObjectFormats.Of(commit) : await AskFormatAsync(git, user, cancellationToken);
        var repository = new JobRepository(directory, user, format);
        if (!File.Exists(Path.Combine(directory, "HEAD")))
        {
            string configuration = await SharingAsync(git, user, cancellationToken);
            FileFaults.Guard(directory, () => repository.Layout(configuration).Write(directory));
        }

        return repository;
    }

    /// <summary>A command on this directory.</summary>
    internal GitCommand Command(params IReadOnlyList<string> arguments) => new(arguments) { Directory = Directory, GitDirectory = Directory };

    private GitDirectoryLayout Layout(string configuration) => new()
    {
        Format = Format,
        Alternates = [UserObjects],
        IsBare = true,
        Branch = "none",
        ShallowFile = Path.Combine(User.CommonGitDirectory, "shallow"),
        Configuration = configuration,
    };

    private static async Task<ObjectFormat> AskFormatAsync(GitClient git, RepositorySpec user, CancellationToken cancellationToken)
    {
        var command = new GitCommand("rev-parse", "--show-object-format") { Directory = user.CommonGitDirectory, GitDirectory = user.CommonGitDirectory };
        return await git.ReadAsync(command, cancellationToken) == ObjectFormat.Sha256.Name() ? ObjectFormat.Sha256 : ObjectFormat.Sha1;
    }

    /// <summary>A repository shared by a group needs new objects that the group may read; a process is spent only where the word occurs.</summary>
    private static async Task<string> SharingAsync(GitClient git, RepositorySpec user, CancellationToken cancellationToken)
    {
        string file = Path.Combine(user.CommonGitDirectory, "config");
        if (!File.Exists(file) || !(await File.ReadAllTextAsync(file, cancellationToken)).Contains(SharedSetting, StringComparison.OrdinalIgnoreCase))
            return "";

        var command = new GitCommand("config", "--get", $"core.{SharedSetting}") { Directory = user.CommonGitDirectory, GitDirectory = user.CommonGitDirectory, Answers = [1] };
        string value = await git.ReadAsync(command, cancellationToken);
        return value.All(char.IsAsciiLetterOrDigit) && value.Length > 0 ? $"[core]\n\t{SharedSetting} = {value}\n" : "";
    }
}
