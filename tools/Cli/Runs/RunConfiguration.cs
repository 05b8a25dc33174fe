using System.Text.Json.Nodes;
using Artic.Hosting.Options;
using Artic.Models.Registry;
using Artic.Runs;

namespace Artic.Cli.Runs;

/// <summary>A person's configuration as a run takes it: what need not be written is filled in, and paths are those beside the file.</summary>
internal static class RunConfiguration
{
    /// <summary>Reads it; null where it cannot be, with every reason in <paramref name="violations"/>.</summary>
    public static PipelineOptions? Read(Installation installation, string configuration, List<string> violations)
    {
        if (OptionsReader.ReadText(configuration, violations) is not { } root)
        {
            return null;
        }

        root["account"] ??= "default";
        root["epoch"] ??= 1;
        root["state_folder"] ??= Path.Combine(installation.State, root["account"] is JsonValue account ? account.ToString() : "default");
        PipelineOptions? options = OptionsReader.Read(root, violations);
        if (options == null)
        {
            return null;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(configuration))!;
        options.Venue.SecretFile = SecretFile.Beside(options.Venue.SecretFile, folder);
        options.Strategies.ForEach(strategy => strategy.Model =
            strategy.Model.Length > 0 && ModelReference.IsFile(strategy.Model) ? Path.Combine(folder, strategy.Model) : strategy.Model);
        return options;
    }
}
