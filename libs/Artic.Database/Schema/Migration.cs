using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Artic.Database.Schema;

/// <summary>A step of the schema, as it is built into the binary. Immutable. Thread: any.</summary>
/// <param name="Version">1 for the first.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Sql">What it does.</param>
/// <param name="Sha256">Of <paramref name="Sql"/>, lower-case hexadecimal: a step that was applied may not change.</param>
public sealed record Migration(int Version, string Name, string Sql, string Sha256)
{
    /// <summary>All steps, the first one first.</summary>
    public static IReadOnlyList<Migration> All { get; } = Read();

    private static List<Migration> Read()
    {
        Assembly assembly = typeof(Migration).Assembly;
        List<Migration> all = [];
        foreach (string name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using StreamReader text = new(assembly.GetManifestResourceStream(name)!);
            string sql = text.ReadToEnd();
            string[] parts = name.Split('_', 2);
            all.Add(new Migration(
                int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1].Replace('_', ' '), sql,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))));
        }

        return all;
    }
}
