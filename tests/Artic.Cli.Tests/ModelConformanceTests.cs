using System.CommandLine;
using Artic.Cli.Models;
using Xunit.Abstractions;

namespace Artic.Cli.Tests;

/// <summary>
/// ONNX's own conformance models (Debian's libonnx-testdata), each through <c>artic model run</c> with the outputs that must come.
/// </summary>
public sealed class ModelConformanceTests(ITestOutputHelper said)
{
    /// <summary>
    /// Where ONNX Runtime is known to differ from what these files expect, or these files from the standard: its own tests leave
    /// them out (onnx_backend_test_series_filters.jsonc, "result mismatch").
    /// </summary>
    private static readonly string[] s_knownToDiffer =
    [
        "test_maxunpool_export_with_output_shape", "test_resize_downsample_scales_cubic_align_corners",
        "test_resize_downsample_scales_linear_align_corners",
    ];

    [OnnxTestDataFact]
    public void Every_conformance_model_gives_its_outputs_or_is_refused_by_reason()
    {
        int matched = 0;
        int different = 0;
        SortedDictionary<string, int> refused = new(StringComparer.Ordinal);
        List<string> failed = [];
        Command command = ModelCommands.Build("/nowhere");
        foreach (string set in Sets())
        {
            string model = Path.Combine(Path.GetDirectoryName(set)!, "model.onnx");
            List<string> arguments = ["run", model];
            arguments.AddRange(Numbered(set, "input").SelectMany(file => (string[])["--input", file]));
            arguments.AddRange(Numbered(set, "output").SelectMany(file => (string[])["--expect", file]));
            StringWriter error = new();
            int exit = command.Parse(arguments).Invoke(new InvocationConfiguration { Output = TextWriter.Null, Error = error });
            string name = Path.GetFileName(Path.GetDirectoryName(set)!);
            switch (exit)
            {
                case 0:
                    matched++;
                    break;
                case 1 when error.ToString().Split(':') is [_, var code, ..]:
                    refused[code.Trim()] = refused.GetValueOrDefault(code.Trim()) + 1;
                    said.WriteLine($"{name}: {error}");
                    break;
                case 3 when s_knownToDiffer.Contains(name):
                    different++;
                    said.WriteLine($"{name}: known to differ: {error}");
                    break;
                default:
                    failed.Add($"{name}: exit {exit}: {error}");
                    break;
            }
        }

        said.WriteLine($"matched {matched}, known to differ {different}, refused {string.Join(", ", refused.Select(each => $"{each.Key} {each.Value}"))}, failed {failed.Count}");
        failed.ForEach(said.WriteLine);
        Assert.Empty(failed);
        Assert.True(matched >= 900, $"{matched} matched");
        Assert.DoesNotContain("CORRUPT", refused.Keys);
    }

    private static IEnumerable<string> Sets() =>
        ((string[])["node", "simple", "pytorch-operator", "pytorch-converted"])
            .Select(group => Path.Combine(OnnxTestDataFactAttribute.Folder, group))
            .Where(Directory.Exists)
            .SelectMany(group => Directory.GetDirectories(group, "test_data_set_*", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    private static string[] Numbered(string set, string kind) =>
        [.. Enumerable.Range(0, Directory.GetFiles(set, $"{kind}_*.pb").Length).Select(i => Path.Combine(set, $"{kind}_{i}.pb"))];
}
