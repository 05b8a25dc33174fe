using System.Security.Cryptography;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Models.Onnx;
using Artic.Models.Values;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Models.Registry;

/// <summary>
/// Models by name and version in a folder: <c>NAME/VERSION.onnx</c>, and <c>NAME/model.json</c> with what each was when it was
/// added (<see cref="RegisteredModel"/>). A version's bytes never change. What is written is written beside, synced and renamed,
/// the model before the list that names it, so that after a crash a change is there whole or not at all; one process changes it at
/// a time. Thread: any. Blocks for the disk. Errors: <see cref="OnnxModelException"/>, which names file and reason.
/// </summary>
/// <param name="folder">Where it lies; made with the first model.</param>
public sealed class ModelRegistry(string folder)
{
    private const int MaxListBytes = 16 << 20;
    private const long LockTimeoutNs = 10_000_000_000;
    private const string ListName = "model.json";

    /// <summary>Where it lies.</summary>
    public string Folder => folder;

    /// <summary>All models, by name.</summary>
    public List<RegisteredModel> List()
    {
        List<RegisteredModel> models = [];
        foreach (string path in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            if (File.Exists(Path.Combine(path, ListName)))
            {
                models.Add(Find(Path.GetFileName(path)));
            }
        }

        models.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return models;
    }

    /// <summary>One model. Errors: VersionUnknown where there is none of that name, RegistryCorrupt.</summary>
    public RegisteredModel Find(string name) => TryFind(ModelReference.Parse(name).Name) ?? throw new OnnxModelException(
        OnnxModelFault.VersionUnknown, $"there is no model '{name}' in {folder}");

    /// <summary>
    /// Takes a file as the next version of a model. One that it has already is not added again. Errors: those of the file, which must
    /// be a model that can be loaded; NameInvalid.
    /// </summary>
    public ModelVersion Add(string file, string name)
    {
        ModelReference reference = ModelReference.Parse(name);
        if (reference.Version != null)
        {
            throw new OnnxModelException(OnnxModelFault.NameInvalid, $"'{name}': a version is given by the registry");
        }

        byte[] bytes = OnnxModelFile.Read(file);
        new ModelRunner(bytes, file).Dispose();
        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        using FileStream ownership = Lock();
        RegisteredModel model = TryFind(name) ?? new RegisteredModel { Name = name };
        if (model.Versions.Find(each => each.Sha256 == digest) is { } known)
        {
            return known;
        }

        ModelVersion version = new()
        {
            Version = model.Versions.Count + 1, Sha256 = digest, Bytes = bytes.Length, AddedAt = Now(),
            AddedBy = Environment.UserName, Source = Path.GetFileName(file),
        };
        bool isNew = Directory.CreateDirectory(Path.Combine(folder, name)).GetFileSystemInfos().Length == 0;
        Write(PathOf(name, version.Version), bytes);
        model.Versions.Add(version);
        Save(model);
        if (isNew)
        {
            DurableFile.Sync(folder);
        }

        return version;
    }

    /// <summary>
    /// Makes a version the one in use. It must keep the contract of traded models and want only features that are given. Errors:
    /// those of the model, VersionUnknown, FileChanged.
    /// </summary>
    public ModelVersion Promote(ModelReference reference)
    {
        using FileStream ownership = Lock();
        RegisteredModel model = Find(reference.Name);
        ModelVersion version = VersionOf(model, reference.Version ?? throw new OnnxModelException(
            OnnxModelFault.NameInvalid, $"'{reference}': say which version, such as {reference.Name}@{model.Versions.Count}"));
        byte[] bytes = ReadChecked(model.Name, version);
        OnnxModel.Load(bytes, PathOf(model.Name, version.Version), QuoteFeatureNames.All).Dispose();
        if (model.InUse != version.Version)
        {
            model.Promoted.Add(version.Version);
            Record(model, "promote");
        }

        return version;
    }

    /// <summary>
    /// Goes back to the version that was in use before. Errors: NotPromoted where there was none, FileChanged.
    /// </summary>
    public ModelVersion Rollback(string name)
    {
        using FileStream ownership = Lock();
        RegisteredModel model = Find(name);
        if (model.Promoted.Count < 2)
        {
            throw new OnnxModelException(OnnxModelFault.NotPromoted, $"{name}: no version was in use before");
        }

        ModelVersion version = VersionOf(model, model.Promoted[^2]);
        _ = ReadChecked(name, version);
        model.Promoted.RemoveAt(model.Promoted.Count - 1);
        Record(model, "rollback");
        return version;
    }

    /// <summary>Which version a reference means. Errors: VersionUnknown, NotPromoted.</summary>
    public ModelVersion Resolve(ModelReference reference)
    {
        RegisteredModel model = Find(reference.Name);
        return VersionOf(model, reference.Version ?? model.InUse ?? throw new OnnxModelException(
            OnnxModelFault.NotPromoted, $"{reference.Name}: no version is promoted; see artic model promote"));
    }

    /// <summary>A version's bytes, which are those that were added. Errors: FileChanged, FileTooLarge, FileMissing.</summary>
    public byte[] Read(ModelReference reference, out ModelVersion version)
    {
        version = Resolve(reference);
        return ReadChecked(reference.Name, version);
    }

    /// <summary>Where a model's list lies.</summary>
    public string ListOf(string name) => Path.Combine(folder, name, ListName);

    /// <summary>Where a version's file lies.</summary>
    public string PathOf(string name, int version) => Path.Combine(folder, name, $"{version}.onnx");

    private static ModelVersion VersionOf(RegisteredModel model, int version) =>
        model.Versions.Find(each => each.Version == version) ?? throw new OnnxModelException(
            OnnxModelFault.VersionUnknown, $"{model.Name}: there is no version {version}; it has 1 to {model.Versions.Count}");

    private static string Now() => DateTimeOffset.FromUnixTimeMilliseconds(Clock.UtcNs() / 1_000_000).ToString("yyyy-MM-ddTHH:mm:ss.fffZ");

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            DurableFile.Write(path, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OnnxModelException(OnnxModelFault.FileUnreadable, $"{path}: cannot be written: {error.Message}", error);
        }
    }

    private byte[] ReadChecked(string name, ModelVersion version)
    {
        string path = PathOf(name, version.Version);
        byte[] bytes = OnnxModelFile.Read(path);
        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return digest == version.Sha256 ? bytes : throw new OnnxModelException(
            OnnxModelFault.FileChanged, $"{path}: its SHA-256 is {digest}, that of {name}@{version.Version} is {version.Sha256}");
    }

    private RegisteredModel? TryFind(string name)
    {
        string path = Path.Combine(folder, name, ListName);
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = OnnxModelFile.Read(path, MaxListBytes);
        RegisteredModel? model;
        try
        {
            model = JsonSerializer.Deserialize(bytes, RegistryJson.Default.RegisteredModel);
        }
        catch (JsonException malformed)
        {
            throw new OnnxModelException(OnnxModelFault.RegistryCorrupt, $"{path}: {malformed.Message}", malformed);
        }

        return IsSound(model, name) ? model : throw new OnnxModelException(
            OnnxModelFault.RegistryCorrupt, $"{path}: it is not the list of '{name}', or its versions are not counted from 1");
    }

    private static bool IsSound(RegisteredModel? model, string name)
    {
        if (model is not { Versions: not null, Promoted: not null, Changes: not null } || model.Name != name)
        {
            return false;
        }

        for (int i = 0; i < model.Versions.Count; i++)
        {
            if (model.Versions[i] is not { Sha256.Length: 64 } version || version.Version != i + 1)
            {
                return false;
            }
        }

        return model.Promoted.TrueForAll(version => version >= 1 && version <= model.Versions.Count);
    }

    private void Record(RegisteredModel model, string action)
    {
        model.Changes.Add(new ModelChange
        {
            Version = model.InUse!.Value, Action = action, At = Now(), By = Environment.UserName,
        });
        Save(model);
    }

    private void Save(RegisteredModel model) => Write(
        Path.Combine(folder, model.Name, ListName), JsonSerializer.SerializeToUtf8Bytes(model, RegistryJson.Default.RegisteredModel));

    private FileStream Lock()
    {
        FileStream? ownership = null;
        string path = Path.Combine(folder, ".lock");
        string fault = "";
        _ = Poll.Until(TryLock, LockTimeoutNs);
        return ownership ?? throw new OnnxModelException(OnnxModelFault.FileUnreadable, $"{path}: {fault}");

        bool TryLock()
        {
            try
            {
                _ = Directory.CreateDirectory(folder);
                ownership = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                fault = error.Message;
                return false;
            }
        }
    }
}
