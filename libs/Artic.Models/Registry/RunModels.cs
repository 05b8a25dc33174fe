using System.Security.Cryptography;
using Artic.Models.Onnx;
using Artic.Streams.Native;

namespace Artic.Models.Registry;

/// <summary>
/// The models of one run, in <c>models/</c> of its folder: the very bytes that decide, so that recovery and verification load the same,
/// whatever becomes of the files that they came from. A file that is there is never changed. Thread: any, one at a time. Blocks for
/// the disk.
/// </summary>
/// <param name="runFolder">The run's folder; empty: there is none, and nothing is copied.</param>
/// <param name="registry">The registry's folder; empty: there is none.</param>
public sealed class RunModels(string runFolder, string registry)
{
    private const string FolderName = "models";
    private const int DigestLetters = 12;
    private const int MaxStem = 64;

    /// <summary>
    /// Copies a model to the run and gives its path there, from the run's folder: <c>models/NAME@VERSION.onnx</c>, or for a file
    /// <c>models/STEM-DIGEST.onnx</c>. What lies in the run already is given back as it is. Errors: <see cref="OnnxModelException"/>.
    /// </summary>
    /// <param name="which">A file, NAME@VERSION, or NAME for the promoted version.</param>
    public string Keep(string which)
    {
        // A loop that is not of a run keeps nothing: it has the files alone.
        if (runFolder.Length == 0)
        {
            return which;
        }

        string full = Path.GetFullPath(Path.Combine(runFolder, which));
        if (ModelReference.IsFile(which) && Path.GetDirectoryName(full) == Path.Combine(Path.GetFullPath(runFolder), FolderName))
        {
            return Path.Combine(FolderName, Path.GetFileName(full));
        }

        if (ModelReference.IsFile(which))
        {
            byte[] file = OnnxModelFile.Read(full);

            // What is no model is not copied: whoever may declare an instance need not be one who may read every file.
            _ = GraphSummary.Read(file, full);
            string digest = Convert.ToHexStringLower(SHA256.HashData(file));
            return Write($"{StemOf(which)}-{digest[..DigestLetters]}.onnx", file);
        }

        if (registry.Length == 0)
        {
            throw new OnnxModelException(OnnxModelFault.VersionUnknown, $"'{which}' is no file, and there is no registry");
        }

        ModelReference reference = ModelReference.Parse(which);
        byte[] bytes = new ModelRegistry(registry).Read(reference, out ModelVersion version);
        return Write(NameOf(reference.Name, version.Version), bytes);
    }

    /// <summary>The path in a run of a version of the registry, from the run's folder.</summary>
    public static string PathOf(string name, int version) => Path.Combine(FolderName, NameOf(name, version));

    /// <summary>The other way: the name of the model in such a path; null where it is none.</summary>
    public static string? NameIn(string path)
    {
        string file = Path.GetFileName(path);
        int at = file.LastIndexOf('@');
        return at > 0 && Path.GetDirectoryName(path) == FolderName ? file[..at] : null;
    }

    private static string NameOf(string name, int version) => $"{name}@{version}.onnx";

    private static string StemOf(string path)
    {
        char[] letters = Path.GetFileNameWithoutExtension(path).ToCharArray();
        for (int i = 0; i < letters.Length; i++)
        {
            letters[i] = char.IsAsciiLetterOrDigit(letters[i]) || letters[i] is '-' or '_' or '.' ? letters[i] : '_';
        }

        return new string(letters, 0, Math.Min(letters.Length, MaxStem));
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(runFolder, FolderName, name);
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
            {
                DurableFile.Write(path, bytes);
            }
            else if (!bytes.AsSpan().SequenceEqual(File.ReadAllBytes(path)))
            {
                throw new OnnxModelException(
                    OnnxModelFault.FileChanged, $"{path}: it is another model than the one of this name that is wanted now");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OnnxModelException(OnnxModelFault.FileUnreadable, $"{path}: {error.Message}", error);
        }

        return Path.Combine(FolderName, name);
    }
}
