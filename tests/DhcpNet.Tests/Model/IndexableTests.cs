using System.Reflection;
using System.Runtime.CompilerServices;

namespace DhcpNet.Tests.Model;

public class IndexableTests
{
    private static readonly MethodInfo Making = typeof(IndexableTests).GetMethod(nameof(Made), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Every list that is a property of what cmdlets put out.</summary>
    public static TheoryData<Type, string> Lists =>
    [
        .. typeof(Network).Assembly.GetExportedTypes().Where(t => t.Namespace == typeof(Network).Namespace && !t.IsInterface)
            .SelectMany(t => t.GetProperties().Where(p => p.CanWrite && IsList(p.PropertyType)).Select(p => (t, p.Name))),
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public void PowerShell_finds_the_elements_of_a_list_however_it_was_made(Type type, string name)
    {
        object made = Making.MakeGenericMethod(type.GetProperty(name)!.PropertyType.GetGenericArguments()).Invoke(null, null)!;
        Assert.Null(made.GetType().GetCustomAttribute<DefaultMemberAttribute>());
        object value = RuntimeHelpers.GetUninitializedObject(type);
        PropertyInfo property = type.GetProperty(name)!;

        property.SetValue(value, made);

        Assert.True(property.GetValue(value) is Array { Length: 2 }, $"{type.Name}.{name} is a {property.GetValue(value)!.GetType()}.");
    }

    [Fact]
    public void PowerShell_finds_the_problems_of_a_check_one_by_one()
    {
        NetworkDhcpCheck check = (NetworkDhcpCheck)RuntimeHelpers.GetUninitializedObject(typeof(NetworkDhcpCheck)) with { Problem = "no answer", Mismatches = [] };
        Assert.True(check.Problems is string[] { Length: 1 });
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    private static IReadOnlyList<T> Made<T>() => [default!, default!];
}
