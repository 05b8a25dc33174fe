using System.Runtime.InteropServices;
using System.Text;

namespace Artic.Models.Onnx;

/// <summary>
/// Finds and loads libonnxruntime. Thread: any. Blocks on the file system.
/// </summary>
public static class OnnxRuntimeLibrary
{
    /// <summary>The file's name, as Debian and the npm package call it.</summary>
    public const string FileName = "libonnxruntime.so.1";

    /// <summary>
    /// The places to look in, first to last. <paramref name="configured"/> (ARTIC_ONNXRUNTIME), where given, is the
    /// only one: what was asked for by name is never replaced in silence.
    /// </summary>
    public static IReadOnlyList<string> SearchPath(string? configured, string? home, string binaryFolder)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            return [configured];
        }

        List<string> places = [];
        if (!string.IsNullOrEmpty(home))
        {
            places.Add(Path.Combine(home, "out", "native", FileName));
        }

        places.Add(Path.Combine(binaryFolder, FileName));
        places.Add(Path.GetFullPath(Path.Combine(binaryFolder, "..", "native", FileName)));
        places.Add(FileName);
        return places;
    }

    /// <summary>
    /// Loads the first of <paramref name="places"/> that is there; a name without a folder is left to the dynamic
    /// linker. Owner: the handle stays open for the life of the process. Errors: <see cref="OnnxModelException"/>
    /// with <see cref="OnnxModelFault.RuntimeMissing"/> and, for each place, why not.
    /// </summary>
    public static nint Open(IReadOnlyList<string> places)
    {
        StringBuilder tried = new();
        foreach (string place in places)
        {
            bool isPath = place.Contains('/', StringComparison.Ordinal);
            if (isPath && !File.Exists(place))
            {
                tried.Append("; ").Append(place).Append(": no such file");
                continue;
            }

            try
            {
                return NativeLibrary.Load(place);
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
            {
                tried.Append("; ").Append(place).Append(": ").Append(error.Message.ReplaceLineEndings(" ").Trim());
            }
        }

        throw new OnnxModelException(
            OnnxModelFault.RuntimeMissing,
            "ONNX Runtime (libonnxruntime) is missing; `./artic build` fetches it, ARTIC_ONNXRUNTIME names it" + tried);
    }
}
