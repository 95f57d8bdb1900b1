using System.Text.RegularExpressions;
using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Jobs.Configuration.RepositorySettings>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>The keys below <c>repositories.DIRECTORY</c>.</summary>
internal static partial class RepositoryShape
{
    public static MapForm<RepositorySettings> Repositories { get; } = new(
        "DIRECTORY",
        new ObjectForm<RepositorySettings>(
        [
            Key(
                "setup",
                TextForms.Text,
                repository => repository.Setup,
                (repository, value) => repository with { Setup = value },
                "A command that puts in place what the repository does not hold, such as `npm ci`; docs/setup.md.",
                defaultText: "none"),
            Key(
                "probe",
                TextForms.Text,
                repository => repository.Probe,
                (repository, value) => repository with { Probe = value },
                "A command that must succeed on the base, after the setup, before a worker begins.",
                defaultText: "none"),
            Key(
                "environment",
                new MapForm<string>("VARIABLE", TextForms.VariableValue, TextForms.VariablePattern(), TextForms.AllowedVariables, _ => null),
                repository => repository.Environment,
                (repository, value) => repository with { Environment = value },
                "Variables for workers, setups, probes and checks, in place of a copied `.env`. Values of secret-looking names are masked in what is shown."),
        ]),
        DirectoryPattern(),
        "an absolute path of a repository's root",
        _ => new RepositorySettings());

    [GeneratedRegex("^/[^\\x00-\\x1f]*\\z")]
    private static partial Regex DirectoryPattern();
}
