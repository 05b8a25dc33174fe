using System.Text.Json;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>How a demo ended.</summary>
/// <param name="ExitCode">Exit code of the CLI.</param>
/// <param name="Summary">What it wrote for <c>--json</c>.</param>
internal sealed record DemoResult(int ExitCode, JsonElement Summary)
{
    /// <summary>A number by the path of its names.</summary>
    public decimal Number(params string[] path) => At(path).GetDecimal();

    /// <summary>A member by the path of its names; fails the test where there is none.</summary>
    public JsonElement At(params string[] path)
    {
        JsonElement element = Summary;
        foreach (string name in path)
        {
            Assert.True(
                element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out element),
                $"the summary has no {string.Join('.', path)}: {Summary}");
        }

        return element;
    }

    /// <summary>Fails the test where the demo failed or the books do not agree with the venue's.</summary>
    public void NeedSoundBooks()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Summary}");
        Assert.Equal(0, Number("position", "breaks"));
        Assert.True(Number("position", "checks") > 0, "the books were never compared");
    }

    /// <summary>Names of the services that were started again, in their order.</summary>
    public string[] Restarts() =>
        [.. At("restarts").EnumerateArray().Select(restart => restart.GetProperty("name").GetString()!)];
}
