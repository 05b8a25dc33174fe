using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Hosting.Hot;
using Artic.Hosting.Options;

namespace Artic.Hosting.Snapshots;

/// <summary>What must be the same for a saved state to be of use. Immutable.</summary>
internal sealed class LoopIdentity
{
    /// <summary>Parts of the configuration that no loop may look at: ports, threads, memory, archive, publishing.</summary>
    private static readonly string[] s_undecisive = ["services", "streams", "publish", "snapshots", "retention", "state_folder", "models"];

    /// <param name="options">The run's configuration.</param>
    /// <param name="parts">The loop.</param>
    public LoopIdentity(PipelineOptions options, LoopParts parts)
    {
        StateLayout = parts.StateLayout;
        JsonObject decisive = JsonSerializer.SerializeToNode(options, OptionsJson.Default.PipelineOptions)!.AsObject();
        foreach (string part in s_undecisive)
        {
            _ = decisive.Remove(part);
        }

        Configuration = SHA256.HashData(Encoding.UTF8.GetBytes(decisive.ToJsonString()));
        Models = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Models)));
    }

    /// <summary>Layout of the loop's state.</summary>
    public uint StateLayout { get; }

    /// <summary>SHA-256 of what decides in the configuration, defaults filled in.</summary>
    public byte[] Configuration { get; }

    /// <summary>SHA-256 over those of the models.</summary>
    public byte[] Models { get; }
}
